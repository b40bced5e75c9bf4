/** Where the compiled data files (gazetteer, basemap, styles) lie. */
#ifndef SM_DATA_H
#define SM_DATA_H

#include <stddef.h>

/** The path of the data file `name` into `out`; returns `out`. The first of these folders that holds it:
 * $SITMAP_DATA (taken even if it does not), share/sitmap beside the folder of the executable, share/sitmap
 * beside the executable itself (a build folder), the folder of the installation. */
char *sm_data_path(const char *name, char *out, size_t capacity);

#endif
