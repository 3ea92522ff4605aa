"""What a customer's hands do on the public pages, which carry no test tools of their own."""

HANDS = """
const seen = async (selector, text = "") => {
    for (let i = 0; i < 200; i++) {
        const fits = (el) => el.textContent.includes(text) && !el.disabled;
        const found = [...document.querySelectorAll(selector)].find(fits);
        if (found) return found;
        await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error(`not there: ${selector} ${text} in ${document.body.innerText}`);
};
const click = async (selector, text) => (await seen(selector, text)).click();
const type = async (selector, text) => { (await seen(selector)).value = text; };
const run = (story) => story().then(() => console.log("test successful"), (error) => console.error(error.message));
"""

# the page goes on to the appointment by itself, so success is told when the answer is there
BOOK = HANDS + """
const plain = window.fetch;
window.fetch = async (...args) => {
    const answer = await plain(...args);
    const told = await answer.clone().json();
    told.ok ? console.log("test successful") : console.error(JSON.stringify(told));
    return answer;
};
(async () => {
    await seen(".fr_time");
    document.querySelectorAll(".fr_time")[2].click(); // the first may begin while we type, and then nothing moves
    await type("#fr_name", "Tom Weiss");
    await type("#fr_email", "tom@example.com");
    await click("[data-do=book]");
})().catch((error) => console.error(error.message));
"""

MOVE = HANDS + """
run(async () => {
    await seen(".fr_card", "Consultation");
    await click("[data-do=move]");
    (await seen(".fr_time")) && document.querySelectorAll(".fr_time")[3].click();
    await click("[data-do=sure]");
    await seen(".fr_good", "Moved");
});
"""

CHECK_IN = HANDS + """
run(async () => {
    await click(".fr_language", "Deutsch");
    await click(".fr_language", "English");
    await click("[data-do=visit]");
    await click("[data-do=other]");
    await type("#fr_name", "Weiss");
    await type("#fr_time", "00:01");
    await click("[type=submit]");
    await seen(".fr_problem", "could not find");
    await click("[data-do=other]");
    await type("#fr_code", "k7f2qx");
    await click("[type=submit]");
    await seen(".fr_badge_name", "Tom Weiss");
    await seen(".fr_number", "A1");
    await click("[data-do=done]");
    await seen(".fr_welcome");
    if (document.body.innerText.includes("Tom")) throw new Error("the last visitor is still on the screen");
});
"""

SIGN_OUT = HANDS + """
run(async () => {
    await click("[data-do=leave]");
    await seen("h1", "I am leaving");
    await type("#fr_code", "WRONG1");
    await click("[type=submit]");
    await seen(".fr_problem", "could not find you");
    await type("#fr_code", "k7f2qx");
    await click("[type=submit]");
    await seen("h1", "you are signed out");
    await click("[data-do=done]");
    await seen(".fr_welcome");
    if (document.body.innerText.includes("Tom")) throw new Error("the last visitor is still on the screen");
});
"""

# the first post reaches the server and its answer is lost; then nothing gets through; then all is well
OFFLINE = HANDS + """
const plain = window.fetch;
let posts = 0;
window.fetch = async (...args) => {
    if ((args[1] || {}).method === "POST") {
        posts += 1;
        if (posts === 1) await plain(...args);
        if (posts < 3) throw new TypeError("network");
    }
    return plain(...args);
};
run(async () => {
    await click("[data-do=number]");
    await click("[data-choice]", "Boiler stopped");
    await seen("h1", "Please remember this code");
    const code = (await seen(".fr_number")).textContent;
    await click("[data-do=done]");
    await seen(".fr_news", `Code ${code} has the number A1`);
    if (posts < 3) throw new Error(`only ${posts} posts`);
    if (localStorage.length) {
        const left = Object.values(localStorage).filter((text) => text.includes("client_id"));
        if (left.length) throw new Error(`left behind: ${left}`);
    }
});
"""
