import { registry } from "@web/core/registry";

const ITEM = ".o_bo_work_item";
const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const bytes = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
const picture = (name) => new File([bytes(PIXEL)], name, { type: "image/png" });
const text = (name, words) => new File([words], name, { type: "text/plain" });
const program = (name) => new File([new Uint8Array([77, 90, 144, 0, 3])], name, { type: "image/png" });
const large = (name) => new File([new Uint8Array(10 * 1024 * 1024 + 1)], name, { type: "image/png" });

/** A real event with real files, as the browser makes it; `kept` says whether the page took it. */
export function bring(type, selector, files, { words, kept = true } = {}) {
    const data = new DataTransfer();
    files.forEach((file) => data.items.add(file));
    if (words) {
        data.setData("text/plain", words);
    }
    const options = { bubbles: true, cancelable: true };
    const ev = type === "paste"
        ? new ClipboardEvent(type, { ...options, clipboardData: data })
        : new DragEvent(type, { ...options, dataTransfer: data });
    document.querySelector(selector).dispatchEvent(ev);
    if (ev.defaultPrevented !== kept) {
        throw new Error(`${type} on ${selector}: prevented is ${ev.defaultPrevented}`);
    }
}

/** Files into the pane of a request: dropped, pasted, too large, of a wrong kind, and beside it. */
registry.category("web_tour.tours").add("backoffice_work_files", {
    steps: () => [
        { trigger: ITEM, run: () => bring("dragover", `${ITEM} h2`, [picture("boiler.png")]) },
        { content: "it shows where the file goes", trigger: `${ITEM}.o_bo_over` },
        { trigger: ITEM, run: () => bring("drop", `${ITEM} h2`, [picture("boiler.png"), text("notes.txt", "Nach 4711 fragen")]) },
        { trigger: ".o_bo_line.o_bo_mine img[alt='boiler.png']" },
        { trigger: `${ITEM}:not(.o_bo_over)` },
        { trigger: ".o_bo_line.o_bo_mine a:contains('notes.txt')" },
        { trigger: ITEM, run: () => bring("paste", `${ITEM} .o_bo_talk input[type=text]`, [picture("image.png")]) },
        { trigger: ".o_bo_line.o_bo_mine img[alt='image.png']" },
        {
            content: "copied cells are words to who types",
            trigger: ITEM,
            run: () => bring("paste", `${ITEM} .o_bo_talk input[type=text]`, [picture("cells.png")], { words: "148", kept: false }),
        },
        {
            content: "one that is refused does not stop the next",
            trigger: ITEM,
            run: () => bring("drop", ITEM, [program("setup.png"), large("film.png"), text("after.txt", "still here")]),
        },
        { trigger: ".o_notification:contains('“setup.png” is not a kind of file')" },
        { trigger: ".o_notification:contains('“film.png” is larger than 10 MB')" },
        { trigger: ".o_bo_line.o_bo_mine a:contains('after.txt')" },
        { content: "beside the request the page stays", trigger: ITEM, run: () => bring("drop", ".o_bo_left", [picture("missed.png")]) },
        { trigger: ".o_bo_line.o_bo_mine:last:contains('after.txt')" },
        { trigger: "body:not(:has(.modal))" },
    ],
});

/** Files into the form of the desk, dropped and pasted, and logged with it. */
registry.category("web_tour.tours").add("backoffice_desk_files", {
    steps: () => [
        { trigger: ".o_front_desk [data-desk=who]", run: "edit ort" },
        { trigger: ".o_desk_option:contains(Ana Ortiz)", run: "click" },
        { trigger: ".o_desk_customer h2:contains(Ana Ortiz)" },
        { trigger: ".o_front_desk", run: () => bring("dragover", ".o_desk_column", [picture("boiler.png")]) },
        { trigger: ".o_desk_over" },
        { trigger: ".o_front_desk", run: () => bring("drop", ".o_desk_column", [picture("boiler.png")]) },
        { trigger: ".o_desk_chip:contains('boiler.png')" },
        { trigger: "[data-desk=note]", run: () => bring("paste", "[data-desk=note]", [picture("image.png")]) },
        { trigger: ".o_desk_chip:contains('image.png')" },
        { content: "wherever the cursor is", trigger: "[data-desk=topic]", run: () => bring("paste", "[data-desk=topic]", [text("notes.txt", "4711")]) },
        { trigger: ".o_desk_chip:contains('notes.txt')" },
        { trigger: "[data-desk=note]", run: () => bring("paste", "[data-desk=note]", [picture("cells.png")], { words: "148", kept: false }) },
        { trigger: ".o_front_desk", run: () => bring("drop", ".o_desk_column", [program("setup.png"), large("film.png"), text("after.txt", "still here")]) },
        { trigger: ".o_notification:contains('“setup.png” is not a kind of file')" },
        { trigger: ".o_notification:contains('“film.png” is larger than 10 MB')" },
        { trigger: ".o_desk_chip:contains('after.txt')" },
        { trigger: "[data-desk=topic]", run: "edit no heat" },
        { trigger: ".o_desk_option:contains(Boiler stopped)", run: "click" },
        { trigger: "[data-desk=log]", run: "click" },
        { trigger: ".o_desk_undo:contains(Ana Ortiz)" },
    ],
});
