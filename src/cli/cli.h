/** What the commands share: options described as data (the help is printed from the same data), exit
 * statuses, messages. Only this layer prints or exits. To add a command: write src/cli/cmd_NAME.c with a
 * function of type sm_command_fn, declare it below, and add a line to the table in main.c. */
#ifndef SM_CLI_H
#define SM_CLI_H

#include "date.h"
#include "error.h"

#include <stdio.h>

typedef enum sm_exit {
    SM_EXIT_OK = 0,
    SM_EXIT_TROUBLE = 1, /**< done, but some articles had trouble */
    SM_EXIT_USAGE = 2,
    SM_EXIT_INPUT = 3,   /**< input unreadable */
    SM_EXIT_SETUP = 4,   /**< gazetteer, style or basemap missing or damaged */
    SM_EXIT_MACHINE = 5, /**< memory, disk */
} sm_exit;

typedef int sm_command_fn(int argc, char **argv); /**< argv[0] is the command's name; returns an sm_exit */

typedef enum sm_option_kind {
    SM_OPT_FLAG,    /**< bool */
    SM_OPT_STRING,  /**< const char * */
    SM_OPT_NUMBER,  /**< unsigned, 0 … 1,000,000 */
    SM_OPT_REAL,    /**< double */
    SM_OPT_DATE,    /**< sm_date, complete */
    SM_OPT_COUNTRY, /**< char[2], two letters, made upper case */
    SM_OPT_POINT,   /**< sm_point from "LON,LAT" */
    SM_OPT_LIST,    /**< sm_list: the option may be given several times */
    SM_OPT_CHOICE,  /**< unsigned: which of the words in `argument`, parted by "|", is given; counts from 0 */
} sm_option_kind;

typedef struct sm_list {
    const char *items[64];
    size_t count;
} sm_list;

typedef struct sm_option {
    const char *name; /**< without "--"; NULL ends the table */
    char letter;      /**< short form, 0 = none */
    sm_option_kind kind;
    void *value;          /**< written to when the option is given */
    const char *argument; /**< "FILE" in the help, NULL for flags */
    const char *help;
} sm_option;

typedef struct sm_usage {
    const char *command;  /**< "annotate" */
    const char *synopsis; /**< "DOC..." */
    const char *summary;  /**< one or two lines */
    const char *epilogue; /**< examples; NULL = none */
} sm_usage;

/** Parse with getopt_long: operands are moved to the end and begin at `*first`. Returns true to go on; false
 * when the command is to end with `*status` (after --help: 0; after a mistake, which has been printed:
 * SM_EXIT_USAGE). */
bool sm_cli_parse(const sm_usage *usage, const sm_option *options, int argc, char **argv, int *first,
                  int *status);

/** Print `sitmap: FILE:LINE: words` on standard error. */
void sm_cli_report(const sm_error *err);

/** Print the error and return the exit status that belongs to it. */
int sm_cli_fail(const sm_error *err);

/** Print `sitmap: FILE: warning: words` on standard error; `file` is a path, NULL names none. For the `warn`
 * functions of sitmap.h. */
void sm_cli_warn(void *file, const char *words);

/** Print `sitmap COMMAND: words` and the hint to --help; returns SM_EXIT_USAGE. */
int sm_cli_misuse(const sm_usage *usage, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** Open the gazetteer at `path` (NULL: the installed one), all of it checked against its checksum; of one so large that reading it all would be
 * waited for only the header is checked. */
sm_status sm_cli_open_gazetteer(const char *path, sm_gazetteer **out, sm_error *err);

/** A progress bar on standard error: shown when `wanted`, or when standard error is a terminal and not
 * `quiet`. */
typedef struct sm_progress {
    bool shown;
    double last; /**< seconds of the monotonic clock when it was drawn */
} sm_progress;
void sm_progress_start(sm_progress *p, bool wanted, bool quiet);
void sm_progress_show(sm_progress *p, size_t articles, uint64_t done, uint64_t total);
void sm_progress_end(sm_progress *p);

sm_command_fn sm_cmd_map, sm_cmd_annotate, sm_cmd_extract, sm_cmd_merge, sm_cmd_render, sm_cmd_gazetteer;

#endif
