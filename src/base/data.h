/** Where the compiled data files (gazetteer, basemap, styles) lie. */
#ifndef SM_DATA_H
#define SM_DATA_H

#include "file.h"
#include <stddef.h>

/** The path of the data file `name` into `out`; returns `out`. The first of these folders that holds it:
 * $SITMAP_DATA (taken even if it does not), share/sitmap beside the folder of the executable, share/sitmap
 * beside the executable itself (a build folder), the folder of the installation. */
char *sm_data_path(const char *name, char *out, size_t capacity);

/** Map a file of the user's, or, for a bare name (without "/" and "."), the shipped `folder`/name.json; its path is then in
 * `*path`, and the bytes of it in `shipped` (PATH_MAX). Fails with SM_E_SETUP, also for more than `most` bytes: it is then
 * no `kind` ("style"). Release with sm_unmap_file. */
sm_status sm_map_data(const char **path, const char *folder, size_t most, const char *kind, char *shipped, sm_mapped *out,
                      sm_error *err);

#endif
