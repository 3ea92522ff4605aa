import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { allowTranslations, makeMockEnv } from "@web/../tests/web_test_helpers";
import { clockFace, formatSpan } from "@frontoffice_crm/case/clocks_field";
import { lastSeenMessage } from "@frontoffice_crm/case/case_form";
import { findSnippets } from "@frontoffice_crm/case/composer_patch";

const { DateTime } = luxon;
const NOW = DateTime.fromISO("2026-01-05T09:00:00", { zone: "utc" });

defineMailModels();

describe("a case", () => {
    beforeEach(async () => {
        allowTranslations();
        await makeMockEnv(); // dates are written as the user's language does
    });

    test("spans are short and never empty", () => {
        expect(formatSpan(0)).toBe("0 min");
        expect(formatSpan(59 * 60000)).toBe("59 min");
        expect(formatSpan(3600000)).toBe("1 h");
        expect(formatSpan(-5400000)).toBe("1 h 30 min");
        expect(formatSpan(26 * 3600000)).toBe("1 d 2 h");
        expect(formatSpan(48 * 3600000)).toBe("2 d");
    });

    test("a clock says how much time is left, or how late it is", () => {
        const running = (due) => clockFace({ state: "running", due }, NOW);
        expect(running("2026-01-05 15:00:00").tone).toBe("success");
        expect(running("2026-01-05 10:00:00")).toMatchObject({ tone: "warning", text: "in 1 h" });
        expect(running("2026-01-05 08:30:00")).toMatchObject({ tone: "danger", text: "30 min late" });
        expect(running(false).text).toBe("beyond the calendar");
    });

    test("a clock that waits, fell silent or has stopped", () => {
        expect(clockFace({ state: "paused", left: 7200 }, NOW)).toMatchObject({
            tone: "info",
            title: "2 h of working time left",
        });
        expect(clockFace({ state: "silent" }, NOW).tone).toBe("secondary");
        expect(clockFace({ state: "stopped", in_time: true, stopped: false }, NOW).text).toBe("in time");
        expect(clockFace({ state: "stopped", in_time: false, stopped: false }, NOW).tone).toBe("danger");
    });

    test("snippets: names that begin so come first, then names and words that contain it", () => {
        const snippets = [
            { shortcut: "bill", text: "too late" },
            { shortcut: "late", text: "sorry" },
            { shortcut: "hello", text: "Hi" },
        ];
        expect(findSnippets(snippets, "LA").map((snippet) => snippet.shortcut)).toEqual(["late", "bill"]);
        expect(findSnippets(snippets, "")).toHaveLength(3);
        expect(findSnippets(snippets, "xyz")).toEqual([]);
    });

    test("the newest message a thread has loaded", () => {
        expect(lastSeenMessage({ messages: [{ id: 4 }, { id: 9.01 }, { id: 7 }] })).toBe(7);
        expect(lastSeenMessage(undefined)).toBe(0);
    });
});
