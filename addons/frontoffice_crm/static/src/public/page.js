/** Small helpers of the reception screens: elements, words, one screen after the other. */

/** An element: h("button", {class: "fr_button", onclick}, "text", child). Text is never markup. */
export function h(tag, attributes = {}, ...children) {
    const el = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (name.startsWith("on")) {
            el.addEventListener(name.slice(2), value);
        } else if (value === true) {
            el.setAttribute(name, "");
        } else if (value !== false && value !== null && value !== undefined) {
            el.setAttribute(name, value);
        }
    }
    el.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
    return el;
}

/** Words with their numbers: fill("{n} before you", {n: 3}). */
export function fill(text, values) {
    return (text || "").replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));
}

/** Replace what the screen shows and take the reader along: focus goes to the heading, or to a field. */
export function show(...children) {
    const main = document.getElementById("fr_main");
    main.replaceChildren(...children.flat().filter(Boolean));
    const first = main.querySelector("[autofocus]") || main.querySelector("h1");
    if (first) {
        if (first.tagName === "H1") {
            first.tabIndex = -1;
        }
        first.focus({ preventScroll: true });
    }
    window.scrollTo(0, 0);
}

export function say(text) {
    document.getElementById("fr_live").textContent = text;
}

export function readData() {
    return JSON.parse(document.getElementById("fr_data").textContent);
}

/** Letters that make one attempt recognisable, so that it is done once. */
export function newId() {
    if (crypto.randomUUID) {
        return crypto.randomUUID();
    }
    return [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");
}

/** Post JSON; answers {status, body}. Throws when nobody answers. */
export async function post(url, body, timeout = 8000) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), timeout);
    try {
        const response = await fetch(url, {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify(body),
            signal: stop.signal,
        });
        return { status: response.status, body: await response.json().catch(() => ({})) };
    } finally {
        clearTimeout(timer);
    }
}

export async function get(url, timeout = 8000) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), timeout);
    try {
        const response = await fetch(url, { signal: stop.signal });
        return { status: response.status, body: await response.json().catch(() => ({})) };
    } finally {
        clearTimeout(timer);
    }
}
