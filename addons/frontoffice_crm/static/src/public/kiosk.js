import {
    checkedScreen, homeScreen, leaveScreen, leftScreen, nameScreen, offlineScreen, sorryScreen, ticketScreen, topicScreen, visitScreen, waitScreen,
} from "./kiosk_screens";
import { Outbox, pickupCode } from "./outbox";
import { get, h, newId, post, readData, say, show } from "./page";

const RETRY_MS = 5000;
const STATE_MS = 60000;
const WARN_MS = 10000;
const NEWS_MS = 120000;

/** The arrival screen: one visitor after the other, in any language, with or without a network. */
export class Kiosk {
    constructor(data, url) {
        this.data = data;
        this.url = url;
        this.state = data.state;
        this.news = [];
        this.language = data.languages[0];
        this.outbox = new Outbox(window.localStorage, data.key, (body) => post(`${url}/arrive`, body));
        this.outbox.onDelivered = (item, answer) => this.delivered(item, answer);
    }

    get words() {
        return this.language.words;
    }

    get choices() {
        return this.language.choices;
    }

    start() {
        this.home();
        setInterval(() => this.outbox.flush(), RETRY_MS);
        setInterval(() => this.refresh(), STATE_MS);
        window.addEventListener("online", () => this.outbox.flush());
        for (const type of ["pointerdown", "keydown", "input"]) {
            document.addEventListener(type, () => this.touched(), true);
        }
        document.addEventListener("keydown", (ev) => ev.key === "Escape" && this.home());
        this.outbox.flush();
    }

    async refresh() {
        try {
            const { status, body } = await get(`${this.url}/state`);
            if (status === 404) {
                window.location.reload(); // the link was withdrawn
            } else if (status === 200) {
                this.state = body;
            }
        } catch {
            // no network: what was open stays open, the server decides in the end
        }
    }

    // -- screens -----------------------------------------------------------------------------------

    draw(screen, ...args) {
        this.isHome = screen === homeScreen;
        document.documentElement.lang = this.language.locale;
        document.documentElement.dir = this.language.direction;
        this.drawLanguages();
        show(screen(this, ...args));
        this.redraw = () => this.draw(screen, ...args);
        this.touched();
    }

    drawLanguages() {
        const list = this.data.languages;
        document.getElementById("fr_head").replaceChildren(
            ...(list.length < 2 ? [] : [
                h("div", { class: "fr_languages", role: "group", "aria-label": this.words.language },
                    list.map((language) =>
                        h("button", {
                            type: "button", class: "fr_button fr_language", lang: language.locale,
                            "aria-pressed": language === this.language ? "true" : "false",
                            onclick: () => this.speak(language),
                        }, language.name)))])
        );
    }

    speak(language) {
        this.language = language;
        this.redraw();
    }

    /** The next visitor: nothing of the last one is left on the screen. */
    home() {
        this.language = this.data.languages[0];
        this.draw(homeScreen);
    }

    topics() {
        if (this.choices.length === 1 && this.state.queues[this.choices[0].queue]) {
            this.chosen(this.choices[0]);
        } else {
            this.draw(topicScreen);
        }
    }

    chosen(choice) {
        if (this.data.ask_name) {
            this.draw(nameScreen, choice);
        } else {
            this.takeNumber(choice, "");
        }
    }

    visit(by) {
        this.draw(visitScreen, by);
    }

    leave(by) {
        this.draw(leaveScreen, by);
    }

    print() {
        window.print();
    }

    // -- steps ---------------------------------------------------------------------------------------

    async takeNumber(choice, name) {
        this.draw(waitScreen);
        const id = newId();
        const code = pickupCode(id);
        const body = { client_id: id, kind: "number", queue: choice.queue, topic: choice.topic, name, code, lang: this.language.code };
        const answer = await this.outbox.put(body);
        if (!answer) {
            this.draw(offlineScreen, code);
        } else if (answer.ok) {
            this.draw(ticketScreen, answer);
        } else {
            this.draw(sorryScreen, this.refusal(answer));
        }
    }

    checkIn(by, given) {
        return this.tell("visit", by, given, visitScreen, checkedScreen);
    }

    signOut(by, given) {
        return this.tell("leave", by, given, leaveScreen, leftScreen);
    }

    /** Who comes or goes needs an answer at once, so it is not kept for later. */
    async tell(kind, by, given, asked, done) {
        this.draw(waitScreen);
        let answer = null;
        try {
            ({ body: answer } = await post(`${this.url}/arrive`, { ...given, by, client_id: newId(), kind, lang: this.language.code }));
        } catch {
            return this.draw(asked, by, this.words.offline_visit);
        }
        if (answer.ok) {
            this.draw(done, answer);
        } else {
            this.draw(asked, by, this.refusal(answer));
        }
    }

    refusal(answer) {
        return answer.text || this.words[answer.reason] || this.words.off;
    }

    delivered(item, answer) {
        if (item.kind !== "number" || !answer.ok) {
            return;
        }
        const line = { code: item.code, number: answer.number };
        this.news.push(line);
        setTimeout(() => {
            this.news = this.news.filter((other) => other !== line);
            this.showHome();
        }, NEWS_MS);
        this.showHome();
    }

    showHome() {
        if (this.isHome) {
            this.redraw();
        }
    }

    // -- nobody there --------------------------------------------------------------------------------

    touched() {
        clearTimeout(this.warning);
        clearTimeout(this.leaving);
        document.getElementById("fr_still")?.remove();
        if (!this.isHome) {
            const idle = this.data.idle * 1000;
            this.warning = setTimeout(() => this.askStill(), Math.max(1000, idle - WARN_MS));
            this.leaving = setTimeout(() => this.home(), idle);
        }
    }

    askStill() {
        say(this.words.still);
        document.body.append(
            h("div", { id: "fr_still", class: "fr_still" },
                h("span", {}, this.words.still),
                h("button", { type: "button", class: "fr_button", onclick: () => this.touched() }, this.words.yes))
        );
    }
}

if (document.querySelector("main[data-screen=kiosk]")) {
    const kiosk = new Kiosk(readData(), window.location.pathname);
    kiosk.start();
}
