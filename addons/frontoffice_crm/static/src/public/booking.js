import { h, newId, post, readData, show } from "./page";
import { drawLanguages, fetchTimes, fill, longWhen, ownZone, timeList, zoneChoice } from "./times";

/** Book an appointment: choose a time, say who comes, done. */
export class Booking {
    constructor(data) {
        this.data = data;
        this.words = data.words;
        this.locale = data.lang.replace("_", "-").split("@")[0];
        this.zones = [ownZone(), data.zone];
        this.zone = this.zones[0];
        this.found = data.slots;
        this.phone = data.phone;
        this.later = (day) => this.goOn(day);
        this.typed = {};
        this.id = newId();
    }

    start() {
        drawLanguages(this.data, this.words);
        this.choose();
    }

    head() {
        const { data, words } = this;
        return h("div", { class: "fr_intro" },
            h("h1", {}, data.name),
            h("p", { class: "fr_quiet" }, [data.company, fill(words.minutes, { n: data.minutes }), data.location].filter(Boolean).join(" · ")),
            data.description && h("p", {}, data.description));
    }

    choose(problem) {
        show(
            this.head(),
            problem && h("p", { class: "fr_problem", role: "alert" }, problem),
            h("h2", {}, this.words.choose),
            zoneChoice(this.words, this.zones, this.zone, (zone) => {
                this.zone = zone;
                this.choose();
            }),
            timeList(this, (start) => this.details(start))
        );
    }

    async goOn(day) {
        try {
            this.found = await fetchTimes(this.data.url, day);
            this.choose();
        } catch {
            this.choose(this.words.failed);
        }
    }

    field(name, label, more = {}) {
        const hint = more.hint ? h("p", { class: "fr_quiet", id: `fr_${name}_hint` }, more.hint) : null;
        const { hint: _hint, ...attributes } = more;
        return [
            h("label", { for: `fr_${name}` }, label, attributes.required ? h("span", { class: "fr_quiet" }, ` (${this.words.must})`) : null),
            h("input", { id: `fr_${name}`, name, class: "fr_input", value: this.typed[name] || "", "aria-describedby": hint ? `fr_${name}_hint` : null, ...attributes }),
            hint,
        ];
    }

    details(start, problem) {
        const { words, data } = this;
        const send = (ev) => {
            ev.preventDefault();
            this.typed = Object.fromEntries(new FormData(ev.target));
            this.send(start);
        };
        show(
            this.head(),
            h("p", { class: "fr_when" }, longWhen(start, this.zone, this.locale), h("small", {}, this.zone.replace(/_/g, " "))),
            h("form", { class: "fr_form", onsubmit: send },
                h("h2", {}, words.details),
                problem && h("p", { class: "fr_problem", role: "alert" }, problem),
                this.field("name", words.name, { required: true, maxlength: 80, autocomplete: "name", autofocus: !problem }),
                this.field("email", words.email, { type: "email", required: true, maxlength: 120, autocomplete: "email", hint: words.email_why }),
                this.field("phone", words.phone, { type: "tel", maxlength: 30, autocomplete: "tel" }),
                data.questions.map((question) => this.field(`q${question.id}`, question.name, { maxlength: 500, required: question.required })),
                h("div", { class: "fr_trap", "aria-hidden": "true" }, h("input", { name: "website_url", tabindex: "-1", autocomplete: "off" })),
                h("div", { class: "fr_row" },
                    h("button", { type: "submit", class: "fr_button fr_big", "data-do": "book" }, words.book),
                    h("button", { type: "button", class: "fr_button fr_plain", onclick: () => this.choose() }, words.other)))
        );
    }

    async send(start) {
        const { name, email, phone, website_url } = this.typed;
        const answers = Object.fromEntries(this.data.questions.map((q) => [q.id, this.typed[`q${q.id}`] || ""]));
        const body = { name, email, phone, website_url, answers, start, tz: this.zone, lang: this.data.lang, stamp: this.data.stamp, client_id: this.id };
        document.querySelector("[data-do=book]").disabled = true;
        let answer;
        try {
            ({ body: answer } = await post(this.data.url, body, 20000));
        } catch {
            return this.details(start, this.words.failed); // the same id again: booked once
        }
        this.id = newId();
        if (answer.ok) {
            window.location.assign(answer.url);
        } else if (answer.slots) {
            this.found = { slots: answer.slots, next: answer.slots[0]?.slice(0, 10) };
            this.choose(`${answer.text} ${this.words.again}`);
        } else {
            this.details(start, answer.text || this.words.failed);
        }
    }
}

if (document.querySelector("main[data-screen=booking]")) {
    new Booking(readData()).start();
}
