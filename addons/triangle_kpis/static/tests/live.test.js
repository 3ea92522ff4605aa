import { QUIET, useLiveHint } from "@triangle_kpis/page/live_hint";
import { TrianglePage } from "@triangle_kpis/page/triangle_page";
import { EVERY } from "@triangle_kpis/page/wallboard";
import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame, Deferred } from "@odoo/hoot-mock";
import { Component, xml } from "@odoo/owl";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { contains, makeMockEnv, mountWithCleanup, onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { FAKE_DATA } from "./fake_page";

defineMailModels();

let said;

/** The bus, as far as the hint knows it: `said` holds who listens. */
async function listen() {
    said = {};
    const env = await makeMockEnv();
    patchWithCleanup(env.services.bus_service, {
        subscribe(channel, act) {
            said[channel] = act;
        },
        unsubscribe(channel, act) {
            if (said[channel] === act) {
                delete said[channel];
            }
        },
    });
}

describe("hint", () => {
    class Page extends Component {
        static template = xml`<p t-esc="live.fresh ? 'newer' : 'as shown'"/>`;
        static props = {};
        setup() {
            this.live = useLiveHint("triangle/changed");
        }
    }

    async function mountHint() {
        await listen();
        const page = await mountWithCleanup(Page);
        page.live.seen();
        return page;
    }

    test("says that there is something newer, and changes nothing by itself", async () => {
        const page = await mountHint();
        expect("p").toHaveText("as shown");
        said["triangle/changed"]();
        await advanceTime(QUIET);
        await animationFrame();
        expect("p").toHaveText("newer");
        page.live.seen();
        await animationFrame();
        expect("p").toHaveText("as shown");
    });

    test("at most one hint in its time, however much happens", async () => {
        const page = await mountHint();
        for (let i = 0; i < 50; i++) {
            said["triangle/changed"]();
        }
        await advanceTime(QUIET - 1000);
        expect(page.live.fresh).toBe(false, { message: "quiet after the figures were read" });
        await advanceTime(1000);
        expect(page.live.fresh).toBe(true);
        page.live.seen();
        await advanceTime(QUIET);
        expect(page.live.fresh).toBe(false, { message: "fifty changes are one hint" });
    });

    test("a page that is gone listens no more", async () => {
        const page = await mountHint();
        said["triangle/changed"]();
        page.__owl__.app.destroy();
        expect(said).toEqual({});
        await advanceTime(QUIET);
        expect(page.live.fresh).toBe(false);
    });
});

describe("wallboard", () => {
    let asked;
    let answer;
    let screen;

    beforeEach(async () => {
        asked = [];
        answer = null;
        screen = { full: null, hidden: false };
        onRpc("triangle.dashboard", "get_page", ({ args }) => {
            asked.push(args[0]);
            return answer || FAKE_DATA;
        });
        onRpc("frontoffice.sample", "status", () => ({ loaded: false, company_id: false, can_load: true }));
        onRpc("has_access", () => true);
        onRpc("has_group", () => true);
        patchWithCleanup(document, {
            get fullscreenElement() {
                return screen.full;
            },
            get hidden() {
                return screen.hidden;
            },
        });
        await listen();
        await mountWithCleanup(TrianglePage, { props: { action: {}, filters: { preset: "last_quarter", compare: "last_year" } } });
        expect(asked.length).toBe(1);
    });

    async function set(part, event) {
        Object.assign(screen, part);
        document.dispatchEvent(new Event(event));
        await animationFrame();
    }
    const full = (on) => set({ full: on ? document.documentElement : null }, "fullscreenchange");
    const hide = (on) => set({ hidden: on }, "visibilitychange");

    test("on a desk the page stays as it is", async () => {
        await advanceTime(10 * EVERY);
        expect(asked.length).toBe(1);
    });

    test("in full screen it reads itself again every minute, with the filters it has", async () => {
        await full(true);
        await advanceTime(EVERY - 1000);
        expect(asked.length).toBe(1);
        await advanceTime(1000);
        await animationFrame();
        expect(asked.length).toBe(2);
        expect([asked[1].preset, asked[1].compare]).toEqual(["last_quarter", "last_year"]);
        await advanceTime(EVERY);
        await animationFrame();
        expect(asked.length).toBe(3);
        await full(false);
        await advanceTime(10 * EVERY);
        expect(asked.length).toBe(3, { message: "and stops with it" });
    });

    test("hidden it rests, back in sight it catches up once", async () => {
        await full(true);
        await hide(true);
        await advanceTime(10 * EVERY);
        expect(asked.length).toBe(1);
        await hide(false);
        await advanceTime(1);
        await animationFrame();
        expect(asked.length).toBe(2);
        await advanceTime(EVERY - 1000);
        expect(asked.length).toBe(2);
    });

    test("a slow server is asked once, not once a minute", async () => {
        await full(true);
        answer = new Deferred();
        await advanceTime(10 * EVERY);
        expect(asked.length).toBe(2);
        answer.resolve(FAKE_DATA);
        answer = null;
        await animationFrame();
        await animationFrame();
        await advanceTime(EVERY);
        expect(asked.length).toBe(3);
    });

    test("news is read at once on a wall, and waits for the button on a desk", async () => {
        said["triangle/changed"]();
        await advanceTime(QUIET);
        await animationFrame();
        expect(asked.length).toBe(1);
        await contains(".o_triangle_fresh").click();
        expect(asked.length).toBe(2);
        await full(true);
        said["triangle/changed"]();
        await advanceTime(QUIET);
        await animationFrame();
        expect(asked.length).toBe(3);
        expect(".o_triangle_fresh").toHaveCount(0);
    });
});
