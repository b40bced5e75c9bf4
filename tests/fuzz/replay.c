/** Replay: run a harness over the files of a corpus, without libFuzzer.
 *
 *     fuzz_tokens FILE-OR-FOLDER...
 *
 * Each file is run whole and cut at every length up to 64 bytes from its end, which finds the reads behind
 * the end of an input. */
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int replay_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return 0;
    fseek(f, 0, SEEK_END);
    long end = ftell(f);
    rewind(f);
    size_t size = end > 0 ? (size_t)end : 0;
    size_t shortest = size > 64 ? size - 64 : 0;
    uint8_t *bytes = malloc(size + 1);
    if (bytes && fread(bytes, 1, size, f) == size) {
        for (size_t length = size + 1; length-- > shortest;) {
            uint8_t *exact =
                malloc(length ? length : 1); /* no room behind it: the sanitizer sees every overrun */
            if (!exact)
                break;
            memcpy(exact, bytes, length);
            LLVMFuzzerTestOneInput(exact, length);
            free(exact);
        }
    }
    free(bytes);
    fclose(f);
    return 1;
}

static int replay(const char *path)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return 0;
    if (!S_ISDIR(st.st_mode))
        return replay_file(path);
    int files = 0;
    DIR *folder = opendir(path);
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        char inner[4096];
        if (entry->d_name[0] == '.')
            continue;
        snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name);
        files += replay(inner);
    }
    if (folder)
        closedir(folder);
    return files;
}

int main(int argc, char **argv)
{
    int files = 0;
    for (int i = 1; i < argc; i++)
        files += replay(argv[i]);
    printf("%d files replayed\n", files);
    return files > 0 ? 0 : 1;
}
