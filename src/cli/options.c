#include "cli.h"

#include "geo.h"

#include <ctype.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_OPTIONS = 64, FIRST_LONG = 1000 };

static void print_help(const sm_usage *u, const sm_option *options)
{
    printf("usage: sitmap %s %s\n\n%s\n\nOptions:\n", u->command, u->synopsis, u->summary);
    for (const sm_option *o = options; o->name; o++) {
        char left[64], shortform[8] = "    ";
        if (o->letter)
            snprintf(shortform, sizeof shortform, "-%c, ", o->letter);
        snprintf(left, sizeof left, "%s--%s%s%s", shortform, o->name, o->argument ? " " : "",
                 o->argument ? o->argument : "");
        printf("  %-26s %s\n", left, o->help);
    }
    printf("  %-26s %s\n", "    --help", "this text");
    if (u->epilogue)
        printf("\n%s\n", u->epilogue);
}

static bool number(const char *text, double *out)
{
    char *end;
    *out = strtod(text, &end);
    return end != text && *end == '\0' && *out - *out == 0;
}

static bool point(const char *text, sm_point *out)
{
    char *end;
    out->lon = strtod(text, &end);
    if (end == text || *end != ',')
        return false;
    const char *lat = end + 1;
    out->lat = strtod(lat, &end);
    return end != lat && *end == '\0' && sm_point_valid(*out);
}

/* Which of "a|b|c" it is. */
static bool choice(const char *words, const char *given, unsigned *out)
{
    unsigned n = 0;
    for (const char *word = words; *word; n++) {
        size_t length = strcspn(word, "|");
        if (strlen(given) == length && strncmp(word, given, length) == 0) {
            *out = n;
            return true;
        }
        word += length + (word[length] == '|');
    }
    return false;
}

/* Store the argument of one option; NULL, or what was expected. */
static const char *store(const sm_option *o, const char *argument)
{
    double real;
    sm_date date;
    sm_point p;
    switch (o->kind) {
    case SM_OPT_FLAG:
        *(bool *)o->value = true;
        return NULL;
    case SM_OPT_STRING:
        *(const char **)o->value = argument;
        return NULL;
    case SM_OPT_NUMBER:
        if (!number(argument, &real) || real < 0 || real > 1e6 || real != (unsigned)real)
            return "a whole number";
        *(unsigned *)o->value = (unsigned)real;
        return NULL;
    case SM_OPT_REAL:
        if (!number(argument, &real))
            return "a number";
        *(double *)o->value = real;
        return NULL;
    case SM_OPT_DATE:
        if (!sm_date_parse(argument, &date) || date.day == 0)
            return "a date such as 2015-11-21";
        *(sm_date *)o->value = date;
        return NULL;
    case SM_OPT_COUNTRY:
        if (strlen(argument) != 2 || !isalpha((unsigned char)argument[0]) ||
            !isalpha((unsigned char)argument[1]))
            return "a country code of two letters such as ML";
        for (int i = 0; i < 2; i++)
            ((char *)o->value)[i] = (char)toupper((unsigned char)argument[i]);
        return NULL;
    case SM_OPT_POINT:
        if (!point(argument, &p))
            return "LON,LAT in degrees such as -8.0,12.65";
        *(sm_point *)o->value = p;
        return NULL;
    case SM_OPT_CHOICE:
        return choice(o->argument, argument, o->value) ? NULL : o->argument;
    case SM_OPT_LIST: {
        sm_list *list = o->value;
        if (list->count == sizeof list->items / sizeof *list->items)
            return "fewer values";
        list->items[list->count++] = argument;
        return NULL;
    }
    }
    return NULL;
}

bool sm_cli_parse(const sm_usage *usage, const sm_option *options, int argc, char **argv, int *first,
                  int *status)
{
    struct option longs[MAX_OPTIONS + 2] = {{"help", no_argument, NULL, FIRST_LONG}};
    char shorts[2 * MAX_OPTIONS + 2] = ":";
    int n = 0;
    for (const sm_option *o = options; o->name && n < MAX_OPTIONS; o++, n++) {
        longs[n + 1] = (struct option){o->name, o->kind == SM_OPT_FLAG ? no_argument : required_argument,
                                       NULL, FIRST_LONG + 1 + n};
        if (o->letter)
            snprintf(shorts + strlen(shorts), 3, "%c%s", o->letter, o->kind == SM_OPT_FLAG ? "" : ":");
    }
    optind = 0;
    opterr = 0;
    *status = SM_EXIT_USAGE;
    for (int c; (c = getopt_long(argc, argv, shorts, longs, NULL)) != -1;) {
        if (c == FIRST_LONG) {
            print_help(usage, options);
            *status = SM_EXIT_OK;
            return false;
        }
        if (c == '?' || c == ':') {
            char letter[3] = {'-', (char)optopt, 0};
            const char *given = optopt > 0 && optopt < 256 ? letter : argv[optind - 1];
            sm_cli_misuse(usage, c == ':' ? "option '%s' needs an argument" : "unknown option '%s'", given);
            return false;
        }
        const sm_option *o = options;
        while (o->letter != c && FIRST_LONG + 1 + (o - options) != c)
            o++;
        const char *expected = store(o, optarg);
        if (expected) {
            sm_cli_misuse(usage, "--%s takes %s, not '%s'", o->name, expected, optarg);
            return false;
        }
    }
    *first = optind;
    *status = SM_EXIT_OK;
    return true;
}

int sm_cli_misuse(const sm_usage *usage, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(stderr, "sitmap %s: ", usage->command);
    vfprintf(stderr, format, args);
    fprintf(stderr, "; see 'sitmap %s --help'\n", usage->command);
    va_end(args);
    return SM_EXIT_USAGE;
}
