import { fill, h } from "./page";

/** The screens a visitor walks through. Each gets the kiosk and returns elements; nothing is kept here. */

function button(kiosk, text, onclick, more = {}) {
    return h("button", { type: "button", class: "fr_button", ...more, onclick }, text);
}

function foot(kiosk, back) {
    const { words } = kiosk;
    return h(
        "nav", { class: "fr_foot" },
        back && button(kiosk, words.back, back, { class: "fr_button fr_plain" }),
        button(kiosk, words.start, () => kiosk.home(), { class: "fr_button fr_plain" })
    );
}

export function homeScreen(kiosk) {
    const { words, data } = kiosk;
    const main = [
        data.number && button(kiosk, words.number, () => kiosk.topics(), { class: "fr_button fr_huge", "data-do": "number" }),
        data.visit && button(kiosk, words.visit, () => kiosk.visit("code"), { class: "fr_button fr_huge", "data-do": "visit" }),
    ];
    const news = kiosk.news.map((line) => h("p", { class: "fr_news" }, fill(words.now_number, line)));
    return [
        h("h1", { class: "fr_welcome" }, words.welcome),
        news.length ? h("div", { role: "status" }, news) : null,
        h("div", { class: "fr_choices" }, main),
        data.leave && h("div", { class: "fr_row" },
            button(kiosk, words.leave, () => kiosk.leave("code"), { class: "fr_button fr_big fr_plain", "data-do": "leave" })),
    ];
}

export function topicScreen(kiosk) {
    const open = (choice) => kiosk.state.queues[choice.queue];
    return [
        h("h1", {}, kiosk.words.what),
        h(
            "div", { class: "fr_choices fr_many" },
            kiosk.choices.map((choice) =>
                button(kiosk, open(choice) ? choice.name : [choice.name, h("small", {}, kiosk.words.closed)], () => kiosk.chosen(choice), {
                    class: "fr_button fr_big", "data-choice": `${choice.queue}-${choice.topic || 0}`, disabled: !open(choice),
                })
            )
        ),
        foot(kiosk),
    ];
}

export function nameScreen(kiosk, choice) {
    const { words } = kiosk;
    const input = h("input", { id: "fr_name", class: "fr_input", autocomplete: "off", maxlength: 80, autofocus: true });
    const go = (ev) => {
        ev.preventDefault();
        kiosk.takeNumber(choice, input.value.trim());
    };
    return h(
        "form", { class: "fr_form", onsubmit: go },
        h("h1", {}, choice.name),
        h("label", { for: "fr_name" }, words.name),
        input,
        h("p", { class: "fr_quiet" }, words.name_why),
        h("div", { class: "fr_row" },
            h("button", { type: "submit", class: "fr_button fr_big" }, words.go),
            button(kiosk, words.skip, () => kiosk.takeNumber(choice, ""), { class: "fr_button fr_big fr_plain" })),
        foot(kiosk, () => kiosk.topics())
    );
}

export function visitScreen(kiosk, by, problem) {
    const { words } = kiosk;
    return whoScreen(kiosk, by, problem, {
        title: words.visit, does: words.check, act: (given) => kiosk.checkIn(by, given), other: (way) => kiosk.visit(way),
    });
}

export function leaveScreen(kiosk, by, problem) {
    const { words } = kiosk;
    return whoScreen(kiosk, by, problem, {
        title: words.leave, does: words.sign_out, act: (given) => kiosk.signOut(by, given), other: (way) => kiosk.leave(way),
    });
}

/** Who somebody is, by code or by name and time. */
function whoScreen(kiosk, by, problem, { title, does, act, other }) {
    const { words } = kiosk;
    const fields = by === "code"
        ? [["code", words.code_label, { autocapitalize: "characters", maxlength: 8, inputmode: "text" }]]
        : [["name", words.name_label, { maxlength: 80 }], ["time", words.time_label, { type: "time" }]];
    const inputs = fields.map(([name, label, more], at) => [
        h("label", { for: `fr_${name}` }, label),
        h("input", { id: `fr_${name}`, name, class: "fr_input", required: true, autocomplete: "off", autofocus: at === 0, ...more }),
    ]);
    const go = (ev) => {
        ev.preventDefault();
        act(Object.fromEntries(new FormData(ev.target)));
    };
    return h(
        "form", { class: "fr_form", onsubmit: go },
        h("h1", {}, title),
        problem && h("p", { class: "fr_problem", role: "alert" }, problem),
        inputs.flat(),
        h("div", { class: "fr_row" },
            h("button", { type: "submit", class: "fr_button fr_big" }, does),
            button(kiosk, by === "code" ? words.by_name : words.code, () => other(by === "code" ? "name" : "code"), {
                class: "fr_button fr_big fr_plain", "data-do": "other",
            })),
        foot(kiosk)
    );
}

export function waitScreen(kiosk) {
    return [h("h1", { class: "fr_wait" }, kiosk.words.wait)];
}

function aheadWords(words, answer) {
    const ahead = answer.ahead === 0 ? words.ahead_0 : answer.ahead === 1 ? words.ahead_1 : fill(words.ahead_n, { n: answer.ahead });
    const time = answer.minutes === null ? words.unsure : answer.minutes ? fill(words.minutes, { n: answer.minutes }) : "";
    return [ahead, answer.ahead ? time : ""].filter(Boolean).join(" ");
}

export function ticketScreen(kiosk, answer) {
    const { words } = kiosk;
    return [
        h("section", { class: "fr_ticket" },
            h("p", { class: "fr_print_only" }, kiosk.data.company),
            h("h1", {}, words.your_number),
            h("p", { class: "fr_number" }, answer.number),
            h("p", {}, answer.topic),
            h("p", { class: "fr_screen_only" }, aheadWords(words, answer)),
            h("p", { class: "fr_print_only" }, new Date().toLocaleString(kiosk.language.locale)),
            answer.text && h("p", {}, answer.text)),
        h("div", { class: "fr_row" },
            button(kiosk, words.print, () => kiosk.print(), { class: "fr_button fr_big fr_plain" }),
            button(kiosk, words.done, () => kiosk.home(), { class: "fr_button fr_big", "data-do": "done" })),
    ];
}

export function checkedScreen(kiosk, answer) {
    const { words } = kiosk;
    return [
        h("section", { class: "fr_ticket" },
            h("p", { class: "fr_print_only" }, kiosk.data.company, " · ", words.visitor),
            h("h1", { class: "fr_screen_only" }, words.hello),
            h("p", { class: "fr_badge_name" }, answer.who),
            answer.number && h("p", { class: "fr_number" }, answer.number),
            h("p", {}, [answer.topic, answer.at, answer.where].filter(Boolean).join(" · ")),
            answer.host && h("p", { class: "fr_screen_only" }, fill(words.told, { host: answer.host })),
            answer.late > 5 && h("p", { class: "fr_screen_only" }, words.late),
            answer.text && h("p", {}, answer.text)),
        h("div", { class: "fr_row" },
            button(kiosk, words.badge, () => kiosk.print(), { class: "fr_button fr_big fr_plain" }),
            button(kiosk, words.done, () => kiosk.home(), { class: "fr_button fr_big", "data-do": "done" })),
    ];
}

export function leftScreen(kiosk, answer) {
    const { words } = kiosk;
    return [
        h("section", { class: "fr_ticket" }, h("h1", {}, words.bye), h("p", { class: "fr_badge_name" }, answer.who)),
        h("div", { class: "fr_row" },
            button(kiosk, words.done, () => kiosk.home(), { class: "fr_button fr_big", "data-do": "done" })),
    ];
}

export function offlineScreen(kiosk, code) {
    const { words } = kiosk;
    return [
        h("section", { class: "fr_ticket" },
            h("h1", {}, words.offline_title),
            h("p", { class: "fr_number" }, code),
            h("p", {}, words.offline)),
        h("div", { class: "fr_row" },
            button(kiosk, words.print, () => kiosk.print(), { class: "fr_button fr_big fr_plain" }),
            button(kiosk, words.done, () => kiosk.home(), { class: "fr_button fr_big", "data-do": "done" })),
    ];
}

export function sorryScreen(kiosk, text) {
    return [
        h("h1", {}, text),
        h("div", { class: "fr_row" }, button(kiosk, kiosk.words.start, () => kiosk.home(), { class: "fr_button fr_big" })),
    ];
}
