/* sitmap COMMAND ...: a table of commands; each lives in its own file cmd_NAME.c. */
#include "cli.h"

#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <string.h>

typedef struct command {
    const char *name;
    sm_command_fn *run;
    const char *summary;
} command;

static const command commands[] = {
    {"map", sm_cmd_map, "articles to a map: GeoJSON, PNG and SVG in one go"},
    {"annotate", sm_cmd_annotate, "place names, times and incidents of each article, one JSON object a line"},
    {"extract", sm_cmd_extract, "articles to merged incidents: GeoJSON, CSV, GeoPackage ..."},
    {"merge", sm_cmd_merge, "incident files to one merged file"},
    {"render", sm_cmd_render, "incidents or any point data to a map figure"},
    {"gazetteer", sm_cmd_gazetteer, "build the gazetteer, look up a name, show what is in it"},
};

static void print_usage(FILE *out)
{
    fputs("usage: sitmap COMMAND [OPTION...] [DOC...]\n\nNews text to maps.\n\nCommands:\n", out);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        fprintf(out, "  %-10s %s\n", commands[i].name, commands[i].summary);
    fputs("\nTry: sitmap map article.txt -o out\n'sitmap COMMAND --help' lists a command's options, 'sitmap "
          "--version' the version; the "
          "manual is 'man sitmap'.\n",
          out);
}

static int run(int argc, char **argv)
{
    if (argc < 2) {
        print_usage(stderr);
        return SM_EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0) {
        print_usage(stdout);
        return SM_EXIT_OK;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("sitmap " SITMAP_VERSION);
        return SM_EXIT_OK;
    }
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(argv[1], commands[i].name) == 0)
            return commands[i].run(argc - 1, argv + 1);
    fprintf(stderr, "sitmap: unknown command '%s'; see 'sitmap --help'\n", argv[1]);
    return SM_EXIT_USAGE;
}

int main(int argc, char **argv)
{
    setlocale(LC_CTYPE, "C.UTF-8"); /* never LC_NUMERIC: numbers are printed the same everywhere */
    signal(SIGPIPE, SIG_IGN);       /* a closed pipe is a failed write, reported as such */
    int status = run(argc, argv);
    if ((fflush(stdout) != 0 || ferror(stdout)) && status != SM_EXIT_MACHINE) { /* else it has been said */
        fprintf(stderr, "sitmap: standard output: %s\n", errno ? strerror(errno) : "write failed");
        return SM_EXIT_MACHINE;
    }
    return status;
}
