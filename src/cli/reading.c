#include "reading.h"

#include <math.h>

bool sm_reading_begin(sm_reading *r, const sm_usage *usage, int operands, int *status)
{
    sm_error err = {0};
    if (operands == 0) {
        *status = sm_cli_misuse(usage, "no article given");
        return false;
    }
    r->annotate.place.has_near = !isnan(r->annotate.place.near.lon);
    if (sm_gazetteer_open(r->gazetteer_path, false, &r->gazetteer, &err) != SM_OK) {
        *status = sm_cli_fail(&err);
        return false;
    }
    return true;
}

static void report_trouble(void *context, const sm_error *report)
{
    sm_reading *r = context;
    if (r->bar.shown)
        fputs("\r\033[K", stderr);
    sm_cli_report(report);
}

static void show_progress(void *context, size_t articles, uint64_t done, uint64_t total)
{
    sm_reading *r = context;
    sm_progress_show(&r->bar, articles, done, total);
}

sm_status sm_reading_run(void *context, sm_batch batch, char **documents, int count, sm_error *err)
{
    sm_reading *r = context;
    batch.trouble = report_trouble;
    batch.progress = show_progress;
    batch.context = context;
    batch.jobs = r->jobs;
    sm_progress_start(&r->bar, r->progress, r->quiet);
    sm_status st =
        sm_batch_run(&batch, (const char *const *)documents, (size_t)count, &r->articles, &r->troubles, err);
    sm_progress_end(&r->bar);
    return st;
}

void sm_reading_end(sm_reading *r)
{
    sm_gazetteer_close(r->gazetteer);
    r->gazetteer = NULL;
}

int sm_reading_status(const sm_reading *r)
{
    return r->troubles ? SM_EXIT_TROUBLE : SM_EXIT_OK;
}
