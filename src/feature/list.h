/** Lists of incidents: copied between owners, and printed for tests. */
#ifndef SM_LIST_H
#define SM_LIST_H

#include "incident.h"
#include <stdio.h>

/** Copy an incident with all it refers to into the arena of `list`; NULL when out of memory. Valid until the
 * next addition. */
sm_incident *sm_incidents_add_copy(sm_incidents *list, const sm_incident *from);

/** A few lines an incident: type, status, date and why, place and why, tolls, actors, quotes. */
void sm_incidents_dump(const sm_incidents *list, FILE *out);

#endif
