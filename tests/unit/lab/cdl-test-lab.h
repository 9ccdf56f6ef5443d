#pragma once

#include "cdl-store.h"
#include "cdl-test-market.h"
#include "cdl-test.h"

G_BEGIN_DECLS

/* Klines that there are of each symbol: ten days of minutes. */
#define CDL_TEST_LAB_KLINES 14400

/* A fresh folder for each test, with klines of SYNTHA and SYNTHB (spot, 1m) and a store. */
typedef struct
{
  CdlTestMarket market;
  CdlStore *store;
} CdlTestLab;

/* For g_test_add(). */
void cdl_test_lab_set_up (CdlTestLab *self, gconstpointer data);
void cdl_test_lab_tear_down (CdlTestLab *self, gconstpointer data);

#define CDL_TEST_LAB_ADD(path, function)                                                           \
  g_test_add (path, CdlTestLab, NULL, cdl_test_lab_set_up, function, cdl_test_lab_tear_down)

/* A strategy that trades some dozen times: parameters fast (5) and reward (2). */
extern const char cdl_test_lab_strategy[];

/* Klines of both symbols: n of them, the first as in every archive of these tests; free with
 * cdl_columns_free(). */
CdlColumns *cdl_test_lab_klines (const char *symbol, gsize n);

/* Strategy (JSON) with sets ("fast=3,5 reward=1:3:1", "": as written) on symbols ("SYNTHA SYNTHB").
 */
CdlTestRequest *cdl_test_lab_request (const char *json, const char *sets, const char *symbols);

/* The request made ready; any error fails the test. */
CdlTest *cdl_test_lab_ready (CdlTestLab *self, const CdlTestRequest *request);

/* Makes it ready, runs it and returns all its runs; any error fails the test. computed (nullable):
 * how many were not in the store. */
GPtrArray *cdl_test_lab_run (CdlTestLab *self, const CdlTestRequest *request, guint64 *computed);

/* The stored run of an id; NULL if there is none. */
CdlRunRecord *cdl_test_lab_stored (CdlTestLab *self, const char *id);

G_END_DECLS
