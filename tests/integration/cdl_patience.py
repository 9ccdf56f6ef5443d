"""How many times as long as on a quiet machine tests wait for what must come: programs are slower with
sanitizers. Environment: CHANDELIER_TEST_PATIENCE."""

import os

PATIENCE = float(os.environ.get("CHANDELIER_TEST_PATIENCE", "1"))
