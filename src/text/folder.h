/** The article files of a folder and of the folders in it, one at a time: in byte order of their names,
 * memory for one folder a level. Hidden files are passed over, and so are links to folders, which makes loops
 * impossible. */
#ifndef SM_FOLDER_H
#define SM_FOLDER_H

#include "error.h"
#include <sys/types.h>

typedef struct sm_folder sm_folder;

/** Fails with SM_E_INPUT when the folder cannot be read. */
sm_status sm_folder_open(const char *path, sm_folder **out, sm_error *err);

/** The path of the next file whose ending is one of an article, NULL at the end; valid until the next call. A
 * folder below that cannot be read is an error, after which the next call goes on behind it. `*size` (NULL is
 * fine) gets its bytes. */
sm_status sm_folder_next(sm_folder *f, const char **path, off_t *size, sm_error *err);

void sm_folder_close(sm_folder *f); /**< NULL is fine */

#endif
