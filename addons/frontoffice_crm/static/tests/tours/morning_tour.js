import { registry } from "@web/core/registry";

const { setTimeout } = window;
const logged = (number) => ({ trigger: `.o_desk_tally:contains(today: ${number} logged)` });
const pick = (words, name) => [
    { trigger: "[data-desk=who]", run: `edit ${words}` },
    { trigger: `.o_desk_option:contains(${name})` },
    { trigger: "[data-desk=who]", run: "press Enter" },
    { trigger: `.o_desk_customer h2:contains(${name})` },
];
const log = { trigger: "[data-desk=log]", run: "click" };

/** A call known by its number, with a promise said back and sent. */
const call = [
    { content: "the desk opened on the caller", trigger: ".o_desk_customer h2:contains(Ana Ortiz)" },
    { trigger: "[data-desk=topic]", run: "edit no heat since Monday" },
    { trigger: ".o_desk_option:contains(Boiler stopped)" },
    { trigger: "[data-desk=topic]", run: "press Enter" },
    { trigger: "[data-desk=note]:focus", run: "press Enter" },
    { trigger: "[data-desk=next]:focus", run: "press c" },
    { trigger: "[data-step=case][aria-checked=true]:focus", run: "press p" },
    { trigger: ".o_desk_hint:contains(usual time)" },
    { trigger: ".o_desk_said:contains(Our engineer comes)" },
    { trigger: "[data-desk=agreed]", run: "click" },
    { trigger: "[data-step=send]:contains(Send it)", run: "click" },
    { trigger: "[data-step=send]:contains(Goes to ana@example.com)" },
    log,
    logged(1),
];

/** Somebody new at the counter; a number we know is pointed out, and typing on is all it takes. */
const walkIn = [
    { trigger: "[data-desk=who]", run: "edit Tom Reed" },
    { trigger: ".o_desk_option:contains(New)", run: "click" },
    { trigger: "[data-desk=new_phone]", run: "edit +49 151 2201845" },
    { trigger: ".o_desk_similar:contains(Ana Ortiz):contains(same number)" },
    { trigger: "[data-desk=new_phone]", run: "edit +49 30 901820" },
    { content: "nobody like him", trigger: ".o_front_desk:not(:has(.o_desk_similar))" },
    { trigger: "[data-desk=topic]", run: "edit opening hours" },
    { trigger: ".o_desk_option:contains(opening hours)" },
    { trigger: "[data-desk=topic]", run: "press Enter" },
    { trigger: "[data-step=remind]", run: "click" },
    { trigger: ".o_desk_remind .o_desk_picked:contains(tomorrow)" },
    log,
    logged(2),
];

const message = [
    { trigger: "[data-desk=who]", run: "press F4" },
    ...pick("ana", "Ana Ortiz"),
    { trigger: "[data-desk=topic]", run: "edit bill" },
    { trigger: ".o_desk_option:contains(Bill question)" },
    { trigger: "[data-desk=topic]", run: "press Enter" },
    { trigger: "[data-desk=colleague]", run: "edit Lukas" },
    { trigger: ".o_desk_option:contains(Lukas Brandt)", run: "click" },
    log,
    logged(3),
];

/** One is parked, another is half written when the page goes away. */
const interrupted = [
    ...pick("ortiz", "Ana Ortiz"),
    { trigger: "[data-desk=note]", run: "edit calls back at ten" },
    { trigger: "[data-desk=note]", run: "press Escape" },
    { trigger: ".o_desk_line:contains(Ana Ortiz)" },
    { trigger: "[data-desk=who]", run: "press F2" },
    { trigger: "[data-desk=new_name]", run: "edit Eva Marsh" },
    { trigger: "[data-desk=note]", run: "edit half a sentence" },
    {
        content: "a second later it is on the server",
        trigger: ".o_front_desk",
        run: () => new Promise((done) => setTimeout(done, 2500)),
    },
    { trigger: ".o_front_desk", run: () => window.location.reload(), expectUnloadPage: true },
    { content: "nothing is lost", trigger: "[data-desk=note]:value(half a sentence)" },
    { trigger: "[data-desk=new_name]:value(Eva Marsh)" },
    { trigger: "[data-desk=note]", run: "press Escape" },
    { trigger: ".o_desk_line:contains(Eva Marsh)" },
    { trigger: ".o_desk_line:contains(Ana Ortiz)", run: "click" },
    { trigger: "[data-desk=note]:value(calls back at ten)" },
    log,
    logged(4),
];

/** Data: tests/test_desk_morning.py. */
registry.category("web_tour.tours").add("frontoffice_crm.desk_morning", {
    steps: () => [...call, ...walkIn, ...message, ...interrupted],
});
