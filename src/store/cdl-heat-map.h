#pragma once

#include "cdl-statistics.h"

G_BEGIN_DECLS

/* What a cell shows of the runs in it. */
typedef enum
{
  CDL_CELL_BEST, /* by the registry's direction of the statistic */
  CDL_CELL_WORST,
  CDL_CELL_MEAN,
  CDL_CELL_MEDIAN,
} CdlCellValue;

#define CDL_N_CELL_VALUES 4

typedef struct
{
  double value; /* NaN: no run, or the statistic is undefined in all of them */
  guint count;  /* runs with the statistic */
  char *run;    /* id of the run to open: the best; NULL if value is NaN */
} CdlHeatCell;

/* A statistic over two parameters. */
typedef struct
{
  double *x; /* values of the first parameter, rising */
  gsize n_x;
  double *y;
  gsize n_y;
  CdlHeatCell *cells; /* n_y rows of n_x, first row lowest y */
} CdlHeatMap;

void cdl_heat_map_free (CdlHeatMap *self);

/* Collects runs into a map: for backends. */
typedef struct _CdlHeatMapper CdlHeatMapper;

/* More cells than this are refused. */
#define CDL_HEAT_MAP_MAX_CELLS 1000000

CdlHeatMapper *cdl_heat_mapper_new (CdlCellValue shown, gboolean higher_is_better);
void cdl_heat_mapper_free (CdlHeatMapper *self);

/* A run that lacks one of the parameters (x or y NaN) is left out; value NaN: undefined. */
void cdl_heat_mapper_add (CdlHeatMapper *self, double x, double y, double value, const char *run);

/* self is empty afterwards. CDL_STORE_ERROR_INVALID: too many cells. */
CdlHeatMap *cdl_heat_mapper_finish (CdlHeatMapper *self, GError **error);

const char *cdl_cell_value_name (CdlCellValue shown);
gboolean cdl_cell_value_parse (const char *name, CdlCellValue *shown);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlHeatMap, cdl_heat_map_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlHeatMapper, cdl_heat_mapper_free)

G_END_DECLS
