/**
 * What visitors did while the network was away. Kept in the browser until the server has answered;
 * each carries its own id, so that sending it twice gives one number.
 */

const ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const GIVE_UP_MS = 30 * 60 * 1000; // the server takes nothing older

/** A short word a visitor can remember, from the id of the attempt. */
export function pickupCode(id) {
    let number = 0;
    for (const letter of id) {
        number = (number * 31 + letter.charCodeAt(0)) >>> 0;
    }
    return [0, 1, 2].map((at) => ALPHABET[Math.floor(number / ALPHABET.length ** at) % ALPHABET.length]).join("");
}

export class Outbox {
    /**
     * @param {{getItem, setItem}} storage
     * @param {(body: object) => Promise<{status: number, body: object}>} send
     * @param {() => number} now milliseconds
     */
    constructor(storage, key, send, now = () => Date.now()) {
        this.storage = storage;
        this.key = key;
        this.send = send;
        this.now = now;
        this.busy = false;
        this.onDelivered = () => {};
    }

    read() {
        try {
            return JSON.parse(this.storage.getItem(this.key) || "[]");
        } catch {
            return [];
        }
    }

    write(items) {
        try {
            this.storage.setItem(this.key, JSON.stringify(items));
        } catch {
            // a browser without storage: it works as long as the page stays open
        }
    }

    drop(id) {
        this.write(this.read().filter((item) => item.client_id !== id));
    }

    /** Deliver one attempt: the answer, or null when nobody answered; then it stays and is tried again. */
    async deliver(item) {
        const age = Math.max(0, Math.round((this.now() - item.taken) / 1000));
        const { taken, ...body } = item;
        let answer;
        try {
            answer = await this.send({ ...body, age });
        } catch {
            return null;
        }
        if (answer.status >= 500 || answer.status === 429) {
            return null;
        }
        this.drop(item.client_id);
        return answer.body;
    }

    /** Write the attempt down first, then send it. */
    async put(body) {
        const item = { ...body, taken: this.now() };
        this.write([...this.read().filter((other) => other.client_id !== item.client_id), item]);
        return this.deliver(item);
    }

    /** Send what is left, oldest first; stops at the first that nobody answers. */
    async flush() {
        if (this.busy) {
            return;
        }
        this.busy = true;
        try {
            for (const item of this.read()) {
                if (this.now() - item.taken > GIVE_UP_MS) {
                    this.drop(item.client_id);
                    continue;
                }
                const answer = await this.deliver(item);
                if (!answer) {
                    return;
                }
                this.onDelivered(item, answer);
            }
        } finally {
            this.busy = false;
        }
    }
}
