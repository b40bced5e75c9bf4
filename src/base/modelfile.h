/** Model files: learnt weights that lie in the program's read-only data, taken in by the assembler (.incbin),
 * so that opening costs nothing and processes share the pages. A header of text lines that ends with an empty
 * line and is padded with blanks to a multiple of 64 bytes,
 *
 *     sitmap linear model 1
 *     rows 262144
 *     scale 0.0009765625
 *     trained on …
 *
 * then arrays, little-endian. */
#ifndef SM_MODELFILE_H
#define SM_MODELFILE_H

#include "error.h"

/** Define `name` and `name`_end round the bytes of a file. */
#define SM_MODEL_EMBED(name, file)                                                                           \
    __asm__(".pushsection .rodata\n.balign 64\n.global " #name "\n" #name ":\n.incbin \"" file               \
            "\"\n.global " #name "_end\n" #name "_end:\n.byte 0\n.popsection\n");                            \
    extern const unsigned char name[], name##_end[]

typedef struct sm_model_file {
    char header[1024];         /**< its text */
    const unsigned char *data; /**< behind the header; borrowed */
    size_t size;               /**< bytes of `data` */
} sm_model_file;

/** Read a model of a kind ("linear model": its first line is "sitmap linear model 1") from memory. Fails with
 * SM_E_SETUP when it is another file. */
sm_status sm_model_file_read(const void *bytes, size_t size, const char *kind, sm_model_file *out,
                             sm_error *err);

/** The number behind `key` at the beginning of a header line; 0 when there is none. */
double sm_model_file_number(const sm_model_file *m, const char *key);

#endif
