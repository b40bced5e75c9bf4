#include "cli.h"

#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

void sm_cli_report(const sm_error *err)
{
    fputs("sitmap: ", stderr);
    if (err->file[0])
        fprintf(stderr, "%s:", err->file);
    if (err->line)
        fprintf(stderr, "%u:", err->line);
    if (err->line && err->column)
        fprintf(stderr, "%u:", err->column);
    fprintf(stderr, "%s%s\n", err->file[0] ? " " : "", err->text);
}

void sm_cli_warn(void *file, const char *words)
{
    const char *path = file;
    fprintf(stderr, "sitmap: %s%swarning: %s\n", path ? path : "", path ? ": " : "", words);
}

int sm_cli_fail(const sm_error *err)
{
    sm_cli_report(err);
    switch (err->status) {
    case SM_OK:
        return SM_EXIT_OK;
    case SM_E_USAGE:
        return SM_EXIT_USAGE;
    case SM_E_INPUT:
    case SM_E_LIMIT:
        return SM_EXIT_INPUT;
    case SM_E_SETUP:
        return SM_EXIT_SETUP;
    case SM_E_NOMEM:
    case SM_E_IO:
        return SM_EXIT_MACHINE;
    }
    return SM_EXIT_MACHINE;
}

sm_status sm_cli_open_gazetteer(const char *path, sm_gazetteer **out, sm_error *err)
{
    enum { CHECKED_MB = 256 }; /* 10 ms; one of all places has 1500 MB, seconds when they come from a disk */
    struct stat file;
    bool large = path && stat(path, &file) == 0 && file.st_size > (off_t)CHECKED_MB << 20;
    return sm_gazetteer_open(path, !large, out, err);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void sm_progress_start(sm_progress *p, bool wanted, bool quiet)
{
    *p = (sm_progress){.shown = wanted || (!quiet && isatty(STDERR_FILENO)), .last = now()};
}

void sm_progress_show(sm_progress *p, size_t articles, uint64_t done, uint64_t total)
{
    enum { WIDTH = 30 };
    static const char bar[] = "##############################";
    double t = p->shown ? now() : 0;
    if (!p->shown || t - p->last < 0.2)
        return;
    p->last = t;
    if (total == 0) {
        fprintf(stderr, "\r%zu articles, %.1f MB", articles, (double)done / 1e6);
    } else {
        double share = done >= total ? 1 : (double)done / (double)total;
        int filled = (int)(WIDTH * share);
        fprintf(stderr, "\r[%.*s%*s] %3d %%  %zu articles", filled, bar, WIDTH - filled, "",
                (int)(100 * share), articles);
    }
    fflush(stderr);
}

void sm_progress_end(sm_progress *p)
{
    if (p->shown)
        fputs("\r\033[K", stderr);
    p->shown = false;
}
