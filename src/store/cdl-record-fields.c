#include "cdl-record-fields-private.h"

#include <string.h>

#include "cdl-number.h"
#include "cdl-time.h"

/* Enumerations are stored as numbers: if their order changes, so must the format of chunks. */
G_STATIC_ASSERT (CDL_N_FATES == 20 && CDL_FATE_SL_FIRST == 4 && CDL_FATE_EXPIRED == 13
                 && CDL_FATE_ENTERED == 19);
G_STATIC_ASSERT (CDL_N_EXIT_REASONS == 6 && CDL_EXIT_TAKE_PROFIT == 1 && CDL_EXIT_END == 5);
G_STATIC_ASSERT (CDL_N_ENTRY_TYPES == 4 && CDL_ENTRY_TOUCH == 0 && CDL_ENTRY_MARKET == 3);
G_STATIC_ASSERT (CDL_PROVEN == 0 && CDL_RESOLVED == 1 && CDL_ASSUMED == 2);

#define N_PROOFS 3

#define FIELD(TYPE, NAME, KIND)                                                                    \
  {                                                                                                \
    .name = #NAME, .kind = CDL_FIELD_##KIND, .offset = G_STRUCT_OFFSET (TYPE, NAME)                \
  }
#define TRADE(NAME, KIND)  FIELD (CdlTrade, NAME, KIND)
#define SETUP(NAME, KIND)  FIELD (CdlSetup, NAME, KIND)
#define EQUITY(NAME, KIND) FIELD (CdlEquityPoint, NAME, KIND)

static const CdlField trade_fields[] = {
  TRADE (seq, UINT),
  TRADE (setup, UINT),
  { "name", CDL_FIELD_NAME, G_STRUCT_OFFSET (CdlTrade, def) },
  { "symbol", CDL_FIELD_SYMBOL, 0 },
  TRADE (side, SIDE),
  TRADE (created_at, TIME),
  TRADE (entry_time, TIME),
  TRADE (entry_price, DOUBLE),
  TRADE (exit_time, TIME),
  TRADE (exit_price, DOUBLE),
  TRADE (qty, DOUBLE),
  TRADE (leverage, DOUBLE),
  TRADE (notional, DOUBLE),
  TRADE (stop_loss, DOUBLE),
  TRADE (take_profit, DOUBLE),
  TRADE (fee_entry, DOUBLE),
  TRADE (fee_exit, DOUBLE),
  TRADE (funding, DOUBLE),
  TRADE (pnl, DOUBLE),
  TRADE (pnl_pct, DOUBLE),
  TRADE (r, DOUBLE),
  TRADE (exit_reason, EXIT_REASON),
  TRADE (proof, PROOF),
  TRADE (mae, DOUBLE),
  TRADE (mfe, DOUBLE),
  TRADE (entry_type, ENTRY_TYPE),
  TRADE (hole, BOOL),
  TRADE (observed_slippage, DOUBLE),
  TRADE (slippage, DOUBLE),
  TRADE (liquidation_price, DOUBLE),
  TRADE (maker_entry, BOOL),
  TRADE (maker_exit, BOOL),
  TRADE (def, UINT),
};

static const CdlField setup_fields[] = {
  SETUP (seq, UINT),         { "name", CDL_FIELD_NAME, G_STRUCT_OFFSET (CdlSetup, def) },
  SETUP (side, SIDE),        SETUP (created_at, TIME),
  SETUP (first_kline, TIME), SETUP (entry, DOUBLE),
  SETUP (stop_loss, DOUBLE), SETUP (take_profit, DOUBLE),
  SETUP (expires_at, TIME),  SETUP (fate, FATE),
  SETUP (fate_at, TIME),     SETUP (entry_type, ENTRY_TYPE),
  SETUP (proof, PROOF),      SETUP (height, DOUBLE),
  SETUP (close, DOUBLE),     SETUP (def, UINT),
};

static const CdlField equity_fields[] = {
  EQUITY (time, TIME),
  EQUITY (equity, DOUBLE),
  EQUITY (balance, DOUBLE),
};

const CdlFieldTable cdl_trade_fields
    = { "trade", sizeof (CdlTrade), trade_fields, G_N_ELEMENTS (trade_fields) };
const CdlFieldTable cdl_setup_fields
    = { "setup", sizeof (CdlSetup), setup_fields, G_N_ELEMENTS (setup_fields) };
const CdlFieldTable cdl_equity_fields
    = { "equity point", sizeof (CdlEquityPoint), equity_fields, G_N_ELEMENTS (equity_fields) };

gboolean
cdl_field_is_stored (const CdlField *field)
{
  return field->kind != CDL_FIELD_NAME && field->kind != CDL_FIELD_SYMBOL;
}

guint
cdl_field_n_values (CdlFieldKind kind)
{
  switch (kind)
    {
    case CDL_FIELD_SIDE:
      return 2;
    case CDL_FIELD_ENTRY_TYPE:
      return CDL_N_ENTRY_TYPES;
    case CDL_FIELD_EXIT_REASON:
      return CDL_N_EXIT_REASONS;
    case CDL_FIELD_FATE:
      return CDL_N_FATES;
    case CDL_FIELD_PROOF:
      return N_PROOFS;
    case CDL_FIELD_UINT:
    case CDL_FIELD_TIME:
    case CDL_FIELD_DOUBLE:
    case CDL_FIELD_BOOL:
    case CDL_FIELD_NAME:
    case CDL_FIELD_SYMBOL:
    default:
      return 0;
    }
}

const char *
cdl_field_value_name (CdlFieldKind kind, guint value)
{
  switch (kind)
    {
    case CDL_FIELD_SIDE:
      return cdl_side_name (value == 1 ? CDL_SIDE_LONG : CDL_SIDE_SHORT);
    case CDL_FIELD_ENTRY_TYPE:
      return cdl_entry_type_name ((CdlEntryType) value);
    case CDL_FIELD_EXIT_REASON:
      return cdl_exit_reason_name ((CdlExitReason) value);
    case CDL_FIELD_FATE:
      return cdl_fate_name ((CdlFate) value);
    case CDL_FIELD_PROOF:
      return cdl_proof_name ((CdlProof) value);
    case CDL_FIELD_UINT:
    case CDL_FIELD_TIME:
    case CDL_FIELD_DOUBLE:
    case CDL_FIELD_BOOL:
    case CDL_FIELD_NAME:
    case CDL_FIELD_SYMBOL:
    default:
      return NULL;
    }
}

guint
cdl_field_get_value (const CdlField *field, gconstpointer row)
{
  int value = G_STRUCT_MEMBER (int, row, field->offset);

  return field->kind == CDL_FIELD_SIDE ? value == CDL_SIDE_LONG : (guint) value;
}

void
cdl_field_set_value (const CdlField *field, gpointer row, guint value)
{
  int *member = G_STRUCT_MEMBER_P (row, field->offset);

  if (field->kind == CDL_FIELD_SIDE)
    *member = value == 1 ? CDL_SIDE_LONG : CDL_SIDE_SHORT;
  else
    *member = (int) value;
}

void
cdl_field_table_clear_row (const CdlFieldTable *table, gpointer row)
{
  memset (row, 0, table->size);
  for (guint i = 0; i < table->n_fields; i++)
    {
      const CdlField *field = &table->fields[i];

      if (field->kind == CDL_FIELD_TIME)
        G_STRUCT_MEMBER (gint64, row, field->offset) = CDL_TIME_NONE;
      else if (field->kind == CDL_FIELD_DOUBLE)
        G_STRUCT_MEMBER (double, row, field->offset) = CDL_NAN;
      else if (field->kind == CDL_FIELD_SIDE)
        G_STRUCT_MEMBER (int, row, field->offset) = CDL_SIDE_LONG;
    }
}
