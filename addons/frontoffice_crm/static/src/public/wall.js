import { fill, get, h, readData, say } from "./page";

const EVERY_MS = 3000;
const PATIENCE_MS = 15000;

/** The screen on the wall: numbers alone. The latest call is marked by shape and size, not by colour only. */
export class Wall {
    constructor(data, url) {
        this.words = data.words;
        this.state = data.state;
        this.url = url;
        this.answered = Date.now();
        this.last = "";
    }

    start() {
        this.draw();
        setInterval(() => this.refresh(), EVERY_MS);
        document.addEventListener("click", () => this.tune());
    }

    async refresh() {
        try {
            const { status, body } = await get(`${this.url}/state`);
            if (status === 404) {
                window.location.reload();
            }
            if (status === 200) {
                this.state = body;
                this.answered = Date.now();
            }
        } catch {
            // said below when it lasts
        }
        this.draw();
    }

    get lost() {
        return Date.now() - this.answered > PATIENCE_MS;
    }

    draw() {
        const { words, state } = this;
        const [first, ...others] = state.called;
        const newest = first ? `${first.number} ${first.at}` : "";
        document.getElementById("fr_main").replaceChildren(
            ...[
                this.lost && h("p", { class: "fr_problem", role: "alert" },
                    fill(words.lost, { at: new Date(this.answered).toTimeString().slice(0, 5) })),
                h("section", { class: "fr_wall_called", "aria-label": words.called },
                    h("h1", {}, words.called),
                    first ? this.line(first, true) : h("p", { class: "fr_wall_nobody" }, words.nobody),
                    others.map((ticket) => this.line(ticket, false))),
                h("section", { class: "fr_wall_next", "aria-label": words.next },
                    h("h2", {}, words.next),
                    h("p", { class: "fr_wall_numbers" }, state.next.map((number) => h("span", {}, number))),
                    h("p", { class: "fr_quiet" }, fill(words.waiting, { n: state.waiting }))),
            ].filter(Boolean)
        );
        if (newest && newest !== this.last && this.last !== "") {
            this.ring();
            say(`${first.number} ${first.place}`);
        }
        this.last = newest || "-";
    }

    line(ticket, isNewest) {
        const number = ticket.code ? `${ticket.number} · ${ticket.code}` : ticket.number;
        return h("p", { class: isNewest ? "fr_wall_line fr_wall_newest" : "fr_wall_line" },
            isNewest && h("span", { class: "fr_wall_mark", "aria-hidden": "true" }, "▶"),
            h("b", {}, number), h("span", { class: "fr_wall_place" }, ticket.place));
    }

    /** A browser lets a page sound only after somebody touched it once. */
    tune() {
        this.audio ||= new (window.AudioContext || window.webkitAudioContext)();
    }

    ring() {
        if (!this.audio) {
            return;
        }
        [659, 523].forEach((frequency, at) => {
            const tone = this.audio.createOscillator();
            const volume = this.audio.createGain();
            const start = this.audio.currentTime + at * 0.35;
            tone.frequency.value = frequency;
            volume.gain.setValueAtTime(0.3, start);
            volume.gain.exponentialRampToValueAtTime(0.001, start + 0.6);
            tone.connect(volume).connect(this.audio.destination);
            tone.start(start);
            tone.stop(start + 0.6);
        });
    }
}

if (document.querySelector("main[data-screen=wall]")) {
    new Wall(readData(), window.location.pathname).start();
}
