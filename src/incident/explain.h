/** A report on how the incidents of one article came about, for whoever has to trust or mend them. */
#ifndef SM_EXPLAIN_H
#define SM_EXPLAIN_H

#include "report.h"

/** Plain text: for each of the `reports` that was written (the n-th of them is incidents[n]) the words that
 * gave its type, status, place, date, numbers and actors; then what was refused and why. `*out` lives in the
 * document's arena. Fails with SM_E_NOMEM. */
sm_status sm_explain(const sm_scan *s, const sm_reports *reports, const sm_incident *incidents,
                     const char **out, sm_error *err);

#endif
