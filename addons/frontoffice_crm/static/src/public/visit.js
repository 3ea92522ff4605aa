import { h, post, readData, show } from "./page";
import { drawLanguages, longWhen, ownZone, timeList, zoneChoice } from "./times";

/** One's own appointment: see it, move it, cancel it. */
export class Visit {
    constructor(data) {
        this.data = data;
        this.visit = data.visit;
        this.words = data.words;
        this.locale = data.lang.replace("_", "-").split("@")[0];
        this.zones = [ownZone(), data.visit.zone];
        this.zone = this.zones[0];
    }

    start() {
        drawLanguages(this.data, this.words);
        this.overview(this.data.new ? `${this.words.thanks} ${this.words.sent}` : "");
    }

    button(text, onclick, more = {}) {
        return h("button", { type: "button", class: "fr_button", onclick, ...more }, text);
    }

    overview(said, problem) {
        const { visit, words } = this;
        const state = { cancelled: words.cancelled, over: words.over, here: words.here, seen: words.seen, missed: words.missed }[visit.state];
        show(
            h("h1", {}, words.agreed),
            said && h("p", { class: "fr_good", role: "status" }, said),
            problem && h("p", { class: "fr_problem", role: "alert" }, problem),
            state && h("p", { class: "fr_when" }, state),
            visit.state !== "over" && this.facts(),
            this.actions()
        );
    }

    facts() {
        const { visit, words } = this;
        const rows = [
            [words.where, visit.location], [words.with, visit.who],
            [words.code, visit.state === "booked" && visit.code], [words.call, visit.phone],
        ].filter((row) => row[1]);
        return h("section", { class: "fr_card" },
            h("h2", {}, visit.name, " · ", visit.company),
            h("p", { class: visit.state === "cancelled" ? "fr_when fr_gone" : "fr_when" },
                longWhen(visit.start, this.zone, this.locale), h("small", {}, this.zone.replace(/_/g, " "))),
            h("dl", { class: "fr_facts" }, rows.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]).flat()),
            visit.description && h("p", {}, visit.description));
    }

    actions() {
        const { visit, words } = this;
        if (visit.state !== "booked") {
            return visit.again ? h("p", {}, h("a", { class: "fr_button", href: visit.again }, words.book_again)) : null;
        }
        return h("div", { class: "fr_row" },
            h("a", { class: "fr_button fr_big", href: `${this.data.url}/appointment.ics` }, words.calendar),
            visit.changeable ? this.button(words.move, () => this.chooseTime(), { class: "fr_button fr_big fr_plain", "data-do": "move" }) : null,
            visit.changeable ? this.button(words.cancel, () => this.askCancel(), { class: "fr_button fr_big fr_plain", "data-do": "cancel" }) : null,
            visit.changeable ? null : h("p", { class: "fr_quiet" }, words.late));
    }

    chooseTime(problem, slots) {
        const { words } = this;
        this.found = slots ? { slots, next: null } : this.visit.slots;
        this.phone = this.visit.phone;
        show(
            h("h1", {}, words.choose),
            problem && h("p", { class: "fr_problem", role: "alert" }, problem),
            zoneChoice(words, this.zones, this.zone, (zone) => {
                this.zone = zone;
                this.chooseTime(problem, slots);
            }),
            timeList(this, (start) => this.askMove(start)),
            this.button(words.no, () => this.overview(), { class: "fr_button fr_plain" })
        );
    }

    askMove(start) {
        show(
            h("h1", {}, longWhen(start, this.zone, this.locale)),
            h("div", { class: "fr_row" },
                this.button(this.words.move_here, () => this.change({ do: "move", start }, this.words.moved), { class: "fr_button fr_big", "data-do": "sure" }),
                this.button(this.words.other, () => this.chooseTime(), { class: "fr_button fr_big fr_plain" }))
        );
    }

    askCancel() {
        show(
            h("h1", {}, this.words.sure),
            h("p", { class: "fr_when" }, longWhen(this.visit.start, this.zone, this.locale)),
            h("div", { class: "fr_row" },
                this.button(this.words.yes, () => this.change({ do: "cancel" }, ""), { class: "fr_button fr_big fr_danger", "data-do": "sure" }),
                this.button(this.words.no, () => this.overview(), { class: "fr_button fr_big fr_plain" }))
        );
    }

    async change(body, said) {
        show(h("h1", { class: "fr_wait" }, this.words.wait));
        let answer;
        try {
            ({ body: answer } = await post(this.data.url, { ...body, lang: this.data.lang }, 20000));
        } catch {
            return this.overview("", this.words.failed);
        }
        if (answer.ok) {
            this.visit = answer.visit;
            this.overview(said);
        } else if (answer.slots) {
            this.chooseTime(`${answer.text} ${this.words.again}`, answer.slots);
        } else {
            this.overview("", answer.text || this.words.failed);
        }
    }
}

if (document.querySelector("main[data-screen=visit]")) {
    new Visit(readData()).start();
}
