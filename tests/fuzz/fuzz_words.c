/** Any bytes as a file of words: what is read answers for every word of the map. */
#include "fuzz.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sm_words *w = NULL;
    const char *english;
    bool counted;
    sm_arena *arena = sm_arena_new(0);
    if (arena && sm_words_read((const char *)data, size, "fuzz", NULL, NULL, &w, NULL) == SM_OK)
        for (size_t i = 0; (english = sm_words_at(i, &counted)); i++)
            for (int n = 0; n < 4; n++) {
                const char *own =
                    counted ? sm_words_for(w, english, english, n * 7) : sm_words_of(w, english);
                if (own == NULL || sm_words_fill(arena, own, "n", "7", "a", "{b}", "b", "", NULL) == NULL)
                    abort();
            }
    sm_words_free(w);
    sm_arena_free(arena);
    return 0;
}
