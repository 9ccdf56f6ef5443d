#include "cdl-heat-map.h"

#include <math.h>

#include "cdl-number.h"
#include "cdl-store-error.h"
#include "cdl-values-private.h"

/* A run on the map. */
typedef struct
{
  double x, y;
  double value;
  char *run;
} Point;

struct _CdlHeatMapper
{
  CdlCellValue shown;
  gboolean higher_is_better;
  GArray *points; /* Point */
};

static void
point_clear (gpointer data)
{
  g_free (((Point *) data)->run);
}

CdlHeatMapper *
cdl_heat_mapper_new (CdlCellValue shown, gboolean higher_is_better)
{
  CdlHeatMapper *self = g_new0 (CdlHeatMapper, 1);

  self->shown = shown;
  self->higher_is_better = higher_is_better;
  self->points = g_array_new (FALSE, FALSE, sizeof (Point));
  g_array_set_clear_func (self->points, point_clear);

  return self;
}

void
cdl_heat_mapper_free (CdlHeatMapper *self)
{
  g_array_unref (self->points);
  g_free (self);
}

void
cdl_heat_mapper_add (CdlHeatMapper *self, double x, double y, double value, const char *run)
{
  Point point = { x, y, value, NULL };

  if (isnan (x) || isnan (y))
    return;
  point.run = g_strdup (run);
  g_array_append_val (self->points, point);
}

static int
compare (double left, double right)
{
  return (left > right) - (left < right);
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  return compare (*(const double *) a, *(const double *) b);
}

/* Row by row, as cells are. */
static int
compare_points (gconstpointer a, gconstpointer b)
{
  const Point *left = a, *right = b;
  int by_y = compare (left->y, right->y);

  return by_y != 0 ? by_y : compare (left->x, right->x);
}

/* The distinct values of one axis, rising. */
static double *
axis (const GArray *points, gboolean is_y, gsize *n)
{
  double *values = g_new (double, points->len + 1);

  for (guint i = 0; i < points->len; i++)
    {
      const Point *point = &g_array_index (points, Point, i);

      values[i] = is_y ? point->y : point->x;
    }
  qsort (values, points->len, sizeof *values, compare_numbers);
  *n = 0;
  for (guint i = 0; i < points->len; i++)
    if (i == 0 || values[i] != values[*n - 1])
      values[(*n)++] = values[i];

  return values;
}

static double
shown_value (CdlCellValue shown, CdlValues *values)
{
  switch (shown)
    {
    case CDL_CELL_WORST:
      return cdl_values_worst (values);
    case CDL_CELL_MEAN:
      return cdl_values_mean (values);
    case CDL_CELL_MEDIAN:
      return cdl_values_median (values);
    case CDL_CELL_BEST:
    default:
      return cdl_values_best (values);
    }
}

/* Fills the cell of the points from i on that are at one place; returns the first after them. */
static guint
fill_cell (const CdlHeatMapper *self, guint i, CdlHeatCell *cell)
{
  const Point *first = &g_array_index (self->points, Point, i);
  CdlValues values;

  cdl_values_init (&values, self->higher_is_better);
  for (; i < self->points->len; i++)
    {
      const Point *point = &g_array_index (self->points, Point, i);

      if (compare_points (point, first) != 0)
        break;
      cdl_values_add (&values, point->value, point->run);
    }
  cell->value = shown_value (self->shown, &values);
  cell->count = values.numbers->len;
  cell->run = g_strdup (values.best_run);
  cdl_values_clear (&values);

  return i;
}

CdlHeatMap *
cdl_heat_mapper_finish (CdlHeatMapper *self, GError **error)
{
  g_autoptr (CdlHeatMap) map = g_new0 (CdlHeatMap, 1);
  gsize ix = 0, iy = 0;

  map->x = axis (self->points, FALSE, &map->n_x);
  map->y = axis (self->points, TRUE, &map->n_y);
  if (map->n_x > 0 && map->n_y > CDL_HEAT_MAP_MAX_CELLS / map->n_x)
    {
      g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID,
                   "A heat map of %" G_GSIZE_FORMAT " by %" G_GSIZE_FORMAT
                   " values is too large: at most %d cells",
                   map->n_x, map->n_y, CDL_HEAT_MAP_MAX_CELLS);
      map->n_x = map->n_y = 0;
      return NULL;
    }

  map->cells = g_new0 (CdlHeatCell, map->n_x * map->n_y + 1);
  for (gsize i = 0; i < map->n_x * map->n_y; i++)
    map->cells[i].value = CDL_NAN;
  g_array_sort (self->points, compare_points);
  for (guint i = 0; i < self->points->len;)
    {
      const Point *point = &g_array_index (self->points, Point, i);

      if (i == 0 || map->y[iy] != point->y)
        ix = 0;
      while (map->y[iy] != point->y)
        iy++;
      while (map->x[ix] != point->x)
        ix++;
      i = fill_cell (self, i, &map->cells[iy * map->n_x + ix]);
    }
  g_array_set_size (self->points, 0);

  return g_steal_pointer (&map);
}

void
cdl_heat_map_free (CdlHeatMap *self)
{
  for (gsize i = 0; self->cells != NULL && i < self->n_x * self->n_y; i++)
    g_free (self->cells[i].run);
  g_free (self->cells);
  g_free (self->x);
  g_free (self->y);
  g_free (self);
}

static const char *const shown_names[CDL_N_CELL_VALUES] = {
  [CDL_CELL_BEST] = "best",
  [CDL_CELL_WORST] = "worst",
  [CDL_CELL_MEAN] = "mean",
  [CDL_CELL_MEDIAN] = "median",
};

const char *
cdl_cell_value_name (CdlCellValue shown)
{
  return shown_names[shown];
}

gboolean
cdl_cell_value_parse (const char *name, CdlCellValue *shown)
{
  for (guint i = 0; i < CDL_N_CELL_VALUES; i++)
    if (g_strcmp0 (name, shown_names[i]) == 0)
      {
        *shown = (CdlCellValue) i;
        return TRUE;
      }

  return FALSE;
}
