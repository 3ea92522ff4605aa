import { fill, get, h } from "./page";

/** Days of a list of UTC moments in a time zone: [[day text, [{start, clock}]]]. */
export function byDay(slots, zone, locale) {
    const day = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long", timeZone: zone });
    const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", timeZone: zone });
    const days = new Map();
    for (const start of slots) {
        const at = new Date(start);
        const name = day.format(at);
        days.set(name, [...(days.get(name) || []), { start, clock: clock.format(at) }]);
    }
    return [...days];
}

/** "Thursday, 26 November 2026, 10:00" in a time zone. */
export function longWhen(start, zone, locale) {
    return new Intl.DateTimeFormat(locale, {
        weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZone: zone,
    }).format(new Date(start));
}

export function ownZone() {
    try {
        return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
    } catch {
        return "UTC";
    }
}

/** Where the times are told: one's own zone first, the place's beside it when it differs. */
export function zoneChoice(words, zones, chosen, onChange) {
    const label = (zone, at) => `${zone.replace(/_/g, " ")} (${at ? words.place : words.yours})`;
    if (zones[0] === zones[1]) {
        return h("p", { class: "fr_quiet" }, words.zone, " ", h("b", {}, zones[0].replace(/_/g, " ")));
    }
    const options = zones.map((zone, at) => h("option", { value: zone, selected: zone === chosen }, label(zone, at)));
    return h("p", { class: "fr_quiet" },
        h("label", { for: "fr_zone" }, words.zone), " ",
        h("select", { id: "fr_zone", class: "fr_input fr_small", onchange: (ev) => onChange(ev.target.value) }, options));
}

/** The free times, day by day, as buttons; "later days" fetches the next ones. */
export function timeList(page, onPick) {
    const { words, found } = page;
    if (!found.slots.length) {
        const phone = page.phone ? h("p", {}, h("a", { href: `tel:${page.phone}` }, page.phone)) : null;
        return h("div", {}, h("p", { class: "fr_problem" }, words.none), phone);
    }
    const days = byDay(found.slots, page.zone, page.locale).map(([day, times]) =>
        h("section", { class: "fr_day" },
            h("h2", {}, day),
            h("div", { class: "fr_times" }, times.map(({ start, clock }) =>
                h("button", { type: "button", class: "fr_button fr_time", "data-start": start, onclick: () => onPick(start) }, clock)))));
    const later = page.later && found.next && h("button", {
        type: "button", class: "fr_button fr_plain", onclick: () => page.later(found.next),
    }, words.more);
    return h("div", { class: "fr_days" }, days, later);
}

export async function fetchTimes(url, day) {
    const { body } = await get(`${url}/times?day=${encodeURIComponent(day)}`);
    return body;
}

export function drawLanguages(data, words) {
    const list = data.languages;
    const here = new URL(window.location.href);
    document.getElementById("fr_head").replaceChildren(
        ...(list.length < 2 ? [] : [
            h("nav", { class: "fr_languages" }, list.map((language) => {
                here.searchParams.set("lang", language.code);
                return h("a", {
                    class: "fr_language", href: here.pathname + here.search, lang: language.code.replace("_", "-").split("@")[0],
                    "aria-current": language.code === data.lang ? "true" : null,
                }, language.name);
            })),
        ])
    );
}

export { fill };
