/* Every format in, every kind of trouble named: what the reader makes of tests/data/reader. */
#include "article.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

#define DATA SM_TEST_DATA "/reader/"

typedef struct log {
    FILE *out;
    char *text;
    size_t size;
} log_t;

static const char *without_folder(const char *path)
{
    const char *at = strstr(path, "/reader/");
    return at ? at + strlen("/reader/") : path;
}

static void on_trouble(void *context, const sm_error *e)
{
    FILE *out = ((log_t *)context)->out;
    fprintf(out, "! %s:%u:%u: %s\n", without_folder(e->file), e->line, e->column, e->text);
}

static void print_article(FILE *out, const sm_article *a)
{
    char date[16];
    fprintf(out, "%s", a->id);
    if (a->date.year)
        fprintf(out, " date=%s", sm_date_print(a->date, date));
    if (a->title)
        fprintf(out, " title=%s", a->title);
    if (a->source)
        fprintf(out, " source=%s", a->source);
    if (a->url)
        fprintf(out, " url=%s", a->url);
    if (a->language)
        fprintf(out, " language=%s", a->language);
    for (size_t i = 0; i < a->n_spans; i++)
        fprintf(out, " [%u,%u)", a->spans[i].start, a->spans[i].end);
    fprintf(out, a->spans && !a->n_spans ? " no spans" : "");
    fprintf(out, "%s\n  ", a->extracted ? " extracted" : "");
    for (const char *s = a->text; *s; s++)
        *s == '\n' ? fputs("\\n", out) : *s == '\r' ? fputs("\\r", out) : fputc(*s, out);
    fputc('\n', out);
}

static void read_all(sm_reader *r, log_t *log)
{
    sm_arena *arena = sm_arena_new(0);
    sm_article a;
    uint64_t done, total;
    for (;;) {
        assert_int_equal(sm_reader_next(r, arena, &a, NULL), SM_OK);
        if (a.id == NULL)
            break;
        assert_int_equal(a.length, strlen(a.text));
        print_article(log->out, &a);
        sm_arena_reset(arena, 1 << 20);
    }
    sm_reader_progress(r, &done, &total);
    assert_int_equal(done, total);
    sm_reader_close(r);
    sm_arena_free(arena);
}

static void expect(const char *path, const char *expected)
{
    log_t log = {0};
    log.out = open_memstream(&log.text, &log.size);
    sm_reader *r = NULL;
    sm_error err = {0};
    assert_int_equal(sm_reader_open(&path, 1, on_trouble, &log, &r, &err), SM_OK);
    read_all(r, &log);
    fclose(log.out);
    assert_string_equal(log.text, expected);
    free(log.text);
}

static void test_plain_text(void **state)
{
    (void)state;
    expect(DATA "bom-crlf.txt",
           "bom-crlf.txt\n  A landslide blocked the road to Huaraz.\\r\\n\\r\\nNobody was hurt.\\r\\n\n");
    expect(DATA "utf16le.txt", "utf16le.txt\n  Наводнение в Иркутске 🌊: двое погибших.\\n\n");
    expect(DATA "utf16be.txt", "utf16be.txt\n  Überschwemmung in Köln.\\n\n");
    expect(DATA "latin1.txt", "! latin1.txt:0:0: invalid UTF-8 mended, first at byte 4\n"
                              "latin1.txt extracted\n  Un s\uFFFDisme a frapp\uFFFD Agadir.\\n\n");
    expect(DATA "binary.txt", "! binary.txt:0:0: not text\n");
    expect(DATA "empty.txt", "! empty.txt:0:0: empty\n");
    expect(DATA "blank.txt", "! blank.txt:0:0: empty\n");
}

static void test_json_lines(void **state)
{
    (void)state;
    expect(DATA "lines.jsonl",
           "one date=2019-03-04 title=Collision source=Sample News url=https://example.org/1 language=en\n"
           "  Two boats collided off Batam.\n"
           "7\n  A bridge fell in Genoa.\n"
           "! lines.jsonl:3:16: not JSON: premature end of input near '\"no end'\n"
           "! lines.jsonl:5:0: no \"text\"\n"
           "! lines.jsonl:6:0: \"text\" is a number, not a string\n"
           "! lines.jsonl:7:0: an array, not a JSON object\n"
           "! lines.jsonl:8:0: \"source\" is a number, not a string\n"
           "! lines.jsonl:8:0: date 'Nov. 5' is not ISO 8601\n"
           "lines.jsonl:8\n  Kept, with a date that is none.\n"
           "! lines.jsonl:9:0: item 2 of \"spans\" is no span of the text\n"
           "! lines.jsonl:9:0: item 3 of \"spans\" is no span of the text\n"
           "lines.jsonl:9 [5,9) [14,17)\n  Find Lima and Ica.\n"
           "lines.jsonl:10 no spans\n  Nothing to find.\n"
           "! lines.jsonl:11:0: \"spans\" is a number, not an array\n"
           "! lines.jsonl:12:0: empty\n");
    expect(DATA "mended.jsonl", "! mended.jsonl:1:0: invalid UTF-8 mended, first at byte 13 of the record\n"
                                "mended.jsonl:1 extracted\n  Caf\uFFFD in Sao Paulo.\n"
                                "! mended.jsonl:2:19: not JSON: a string holds \\u0000\n");
}

static void test_json_files(void **state)
{
    (void)state;
    expect(DATA "object.json", "single\n  One object\\nalone.\n");
    expect(DATA "array.json", "a\n  First {of two}, with a \"brace\" } in it.\n"
                              "array.json:4\n  Second.\n"
                              "! array.json:5:24: not JSON: '}' expected near '\"here\"'\n"
                              "array.json:6\n  Fourth.\n");
    expect(DATA "strange.json",
           "strange.json:1\n  good\n! strange.json:1:0: an item of the array is not a JSON object\n");
    expect(DATA "cut.json", "cut.json:1\n  good\n! cut.json:1:0: the JSON object does not end\n");
}

static void test_csv(void **state)
{
    (void)state;
    expect(DATA "table.csv", "1 date=2020-02-03 title=Fire, again\n  Line one\\r\\nline \"two\"\n"
                             "! table.csv:4:0: no text\n"
                             "! table.csv:6:0: date 'next week' is not ISO 8601\n"
                             "3 title=Short\n  Plain body with \"quotes\" inside\n"
                             "! table.csv:7:0: no text\n");
    expect(DATA "semicolons.csv", "x date=2020-01-02\n  Ein Zug, der entgleiste; niemand verletzt\n");
    expect(DATA "notext.csv", "! notext.csv:1:0: no column named text, body, content or article\n");
    expect(DATA "unclosed.csv", "! unclosed.csv:2:0: a quote that begins in this record does not end\n");
}

static void test_html(void **state)
{
    (void)state;
    expect(DATA "news.html", "news.html date=2018-04-11 title=Quake shakes Antofagasta source=Sample News "
                             "url=https://example.org/quake language=en extracted\n"
                             "  Quake shakes Antofagasta\\n\\n"
                             "A quake of magnitude 6.1 shook the port of Antofagasta on Wednesday, and "
                             "people ran into the streets.\\n\\n"
                             "The mayor said that nobody was hurt. Schools stayed closed.\\n\\nMagnitude: "
                             "6.1\\n\\nDepth: 38 km\n");
    expect(DATA "breaks.html", "breaks.html extracted\n  Rain fell on Jakarta for three days.\\n\\n"
                               "Four people drowned, officials said. Schools are closed.\n");
    expect(DATA "article.html", "article.html date=2017-02-03 title=Ferry sinks extracted\n"
                                "  Ferry sinks\\n\\nFriday\\n\\nA ferry sank off Mombasa, and all on board "
                                "were saved by fishermen.\\n\\n"
                                "Divers went down to the wreck in the afternoon.\n");
    expect(DATA "latin1.html",
           "latin1.html title=Séisme à Agadir extracted\n"
           "  Séisme à Agadir\\n\\nLa terre a tremblé à Agadir mercredi matin, sans faire de victimes.\n");
    expect(DATA "nothing.html", "! nothing.html:0:0: no text in the page\n");
}

static void test_folder(void **state)
{
    (void)state;
    expect(DATA "folder/", "a/x.txt\n  First in the walk.\\n\n"
                           "b/y.jsonl:1\n  Third.\n"
                           "b.txt\n  Second in the walk.\\n\n");
}

static void test_links_make_no_loop(void **state)
{
    (void)state;
    char folder[] = "/tmp/sm_readerXXXXXX", path[128];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/loop", folder);
    assert_int_equal(symlink(folder, path), 0);
    sm_reader *r = NULL;
    sm_error err = {0};
    const char *document = folder;
    assert_int_equal(sm_reader_open(&document, 1, NULL, NULL, &r, &err), SM_E_INPUT);
    assert_string_equal(err.text, "holds no article (.txt .html .jsonl .json .csv)");
    unlink(path);
    rmdir(folder);
}

static void test_missing_document(void **state)
{
    (void)state;
    sm_reader *r = NULL;
    sm_error err = {0};
    const char *documents[] = {DATA "object.json", DATA "missing.txt"};
    assert_int_equal(sm_reader_open(documents, 2, NULL, NULL, &r, &err), SM_E_INPUT);
    assert_string_equal(without_folder(err.file), "missing.txt");
    assert_string_equal(err.text, "No such file or directory");
}

/* A record over the limit is reported and passed over, and the memory for it is given back. */
static void test_limits(void **state)
{
    (void)state;
    static const char *const names[] = {"a.jsonl", "a.json", "a.csv", "a.txt"};
    static const char *const expected[] = {
        "! a.jsonl:1:0: record longer than 16384 KiB\na.jsonl:2\n  next\n",
        "! a.json:1:0: record longer than 16384 KiB\na.json:2\n  next\n",
        "! a.csv:2:0: record longer than 16384 KiB\na.csv:3\n  next\n",
        "! a.txt:0:0: article longer than 1024 KiB\n",
    };
    size_t size = SM_RECORD_MAX + 100;
    char *bytes = malloc(size);
    for (size_t i = 0; i < 4; i++) {
        memset(bytes, 'a', size);
        memcpy(bytes, i == 2 ? "id,text\n,\"" : "{\"text\": \"", 10);
        const char *tail = i == 2 ? "\"\n,next\n" : "\"}\n{\"text\": \"next\"}\n";
        memcpy(bytes + size - strlen(tail), tail, strlen(tail));
        log_t log = {0};
        log.out = open_memstream(&log.text, &log.size);
        sm_reader *r = NULL;
        assert_int_equal(sm_reader_open_bytes(names[i], bytes, size, on_trouble, &log, &r, NULL), SM_OK);
        read_all(r, &log);
        fclose(log.out);
        assert_string_equal(log.text, expected[i]);
        free(log.text);
    }
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain_text),
        cmocka_unit_test(test_json_lines),
        cmocka_unit_test(test_json_files),
        cmocka_unit_test(test_csv),
        cmocka_unit_test(test_html),
        cmocka_unit_test(test_folder),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_links_make_no_loop),
        cmocka_unit_test(test_missing_document),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
