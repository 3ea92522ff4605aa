import { onWillUnmount, useEffect, useExternalListener } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { useDebounced } from "@web/core/utils/timing";
import { formLabel, isTouched } from "./desk_form";

const WINDOW_KEY = "frontoffice_crm.desk_window";
const DRAFT_KEY = "frontoffice_crm.desk_draft";
const SAVE_MS = 1000;

/** The name of this browser window; a reload keeps it, another window has another. */
export function windowKey() {
    let key = browser.sessionStorage.getItem(WINDOW_KEY);
    if (!key) {
        key = crypto.randomUUID?.() || String(Math.random()).slice(2);
        browser.sessionStorage.setItem(WINDOW_KEY, key);
    }
    return key;
}

/** Keeps the unfinished form on the server, a second after the last key. Says nothing when it cannot. */
export class FormSaver {
    constructor(model) {
        this.model = model;
        this.window = windowKey();
        this.saved = "null";
        this.running = Promise.resolve();
    }

    /** Arguments of ``autosave`` for the form as it is now; null values forget it. */
    get content() {
        const { draft_id, ...form } = JSON.parse(JSON.stringify(this.model.form));
        const kept = isTouched(form) ? form : null;
        return [kept, kept ? formLabel(kept) : "", draft_id || null, this.window];
    }

    get changed() {
        return JSON.stringify(this.content[0]) !== this.saved;
    }

    /** What the server has of this window: the form it was filling in when it went away. */
    async unfinished() {
        const form = await this.model.silently("unfinished", this.window);
        const parked = Number(browser.sessionStorage.getItem(DRAFT_KEY));
        if (form || !parked) {
            return form;
        }
        return this.model.silently("unpark", parked, this.window).catch(() => null); // logged meanwhile
    }

    save() {
        this.running = this.running.then(() => this.saveNow());
        return this.running;
    }

    async saveNow() {
        const content = this.content;
        this.remember(content);
        const text = JSON.stringify(content[0]);
        if (text === this.saved || this.model.busy) {
            return;
        }
        this.saved = text;
        try {
            await this.model.silently("autosave", ...content);
        } catch {
            this.saved = ""; // no network, or logged out: the next change tries again
        }
    }

    remember([kept, , draft_id]) {
        if (kept && draft_id) {
            browser.sessionStorage.setItem(DRAFT_KEY, draft_id);
        } else {
            browser.sessionStorage.removeItem(DRAFT_KEY);
        }
    }

    /** The page is going away: the last second travels with it. */
    leave() {
        this.remember(this.content);
        if (!this.changed || this.model.busy) {
            return;
        }
        const params = { model: "frontoffice.desk", method: "autosave", args: this.content, kwargs: {} };
        browser.fetch("/web/dataset/call_kw/frontoffice.desk/autosave", {
            method: "POST",
            keepalive: true,
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify({ jsonrpc: "2.0", method: "call", params }),
        });
    }
}

/** Saves the form of the desk while it is filled in. */
export function useSaver(model) {
    const save = useDebounced(() => model.saver.save(), SAVE_MS);
    useEffect(
        () => {
            save();
        },
        () => [JSON.stringify(model.form)]
    );
    useExternalListener(window, "pagehide", () => model.saver.leave());
    onWillUnmount(() => {
        save.cancel();
        model.saver.save();
    });
}
