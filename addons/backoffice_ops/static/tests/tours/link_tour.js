import { registry } from "@web/core/registry";

const form = (code) => `form:has(input[name=code][value=${code}])`;
const said = (text) => ({ trigger: `.alert-success:contains("${text}")` });
const press = (code) => ({ trigger: `${form(code)} button[type=submit]`, run: "click", expectUnloadPage: true });

/** The subcontractor on the telephone: takes it, then sees what is missing and sends it back. */
registry.category("web_tour.tours").add("backoffice_link_send_back", {
    steps: () => [
        { trigger: "h1:contains('Refund 148')" },
        { trigger: "dd:contains('INV/0417')" },
        press("accept"),
        said("It is yours now"),
        { trigger: "details[data-code=return] summary", run: "click" },
        { trigger: `${form("return")} input[type=checkbox][value='item:iban']`, run: "click" },
        { trigger: `${form("return")} textarea`, run: "edit Which account?" },
        press("return"),
        said("We add what is missing"),
        { trigger: "section:contains('You have sent it back')" },
    ],
});

/** With the new link: what was missing is there; takes it and is ready. */
registry.category("web_tour.tours").add("backoffice_link_ready", {
    steps: () => [
        { trigger: "dd:contains('DE02 1203 0000')" },
        press("accept"),
        said("It is yours now"),
        { trigger: `details[data-code=ready][open] textarea`, run: "edit Paid by transfer" },
        press("ready"),
        said("We check it"),
        { trigger: "section:contains('We are checking it now')" },
    ],
});
