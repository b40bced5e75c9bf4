#include "reading.h"

static void report_trouble(void *context, const sm_error *report)
{
    const sm_reading *r = context;
    if (r->bar.shown)
        fputs("\r\033[K", stderr);
    sm_cli_report(report);
}

static void show_progress(void *context, size_t articles, uint64_t done, uint64_t total)
{
    sm_reading *r = context;
    sm_progress_show(&r->bar, articles, done, total);
}

bool sm_reading_begin(sm_reading *r, const sm_usage *usage, int operands, int *status)
{
    sm_error err = {0};
    if (operands == 0) {
        *status = sm_cli_misuse(usage, "no article given");
        return false;
    }
    sm_status st = sm_cli_open_gazetteer(r->gazetteer_path, &r->gazetteer, &err);
    if (st == SM_OK)
        st = sm_gazetteer_overlay(r->gazetteer, r->overlays.items, r->overlays.count, &err);
    if (st != SM_OK) {
        sm_gazetteer_close(r->gazetteer);
        r->gazetteer = NULL;
        *status = sm_cli_fail(&err);
        return false;
    }
    r->options.jobs = r->jobs;
    r->options.country = r->country[0] ? r->country : NULL;
    r->options.near = r->near.lon <= 180 ? &r->near : NULL;
    r->options.published = r->published.year ? sm_date_print(r->published, r->published_text) : NULL;
    r->options.trouble = report_trouble;
    r->options.progress = show_progress;
    r->options.context = r;
    sm_progress_start(&r->bar, r->progress, r->quiet);
    return true;
}

int sm_reading_end(sm_reading *r)
{
    sm_progress_end(&r->bar);
    sm_gazetteer_close(r->gazetteer);
    r->gazetteer = NULL;
    return r->counts.troubles ? SM_EXIT_TROUBLE : SM_EXIT_OK;
}
