/** What a request type asks for, given the answers so far: the same rules as the server's. */

export const FEW = 3;

export function blank(value) {
    return value === undefined || value === null || value === false || (Array.isArray(value) && !value.length) ||
        (typeof value === "string" && !value.trim());
}

/** A number as people write one, or null. */
export function number(value) {
    if (blank(value) || typeof value === "boolean") {
        return null;
    }
    let text = String(value).replace(/[\s\u00a0']/g, "");
    if (text.includes(",") && !text.includes(".")) {
        text = text.replace(",", ".");
    }
    const found = Number(text);
    return text && Number.isFinite(found) ? found : null;
}

function plain(value) {
    return number(value) ?? String(value ?? "").trim().toLowerCase();
}

const compared = (answer, value, compare) => {
    const [left, right] = [number(answer), number(value)];
    return left !== null && right !== null && compare(left, right);
};

const OPERATORS = {
    is: (answer, value) => !blank(answer) && plain(answer) === plain(value),
    is_not: (answer, value) => blank(answer) || plain(answer) !== plain(value),
    above: (answer, value) => compared(answer, value, (left, right) => left > right),
    below: (answer, value) => compared(answer, value, (left, right) => left < right),
    given: (answer) => !blank(answer),
};

/** Questions these answers make necessary, in order. */
export function asked(questions, answers) {
    const byKey = Object.fromEntries(questions.map((question) => [question.key, question]));
    const needed = (question, seen) => {
        const { when } = question;
        if (!when) {
            return true;
        }
        const source = byKey[when.item];
        if (source && !seen.includes(source.key) && !needed(source, [...seen, question.key])) {
            return false;
        }
        return Boolean(OPERATORS[when.operator]?.(answers[when.item], when.value));
    };
    return questions.filter((question) => needed(question, []));
}

/** Names of what is needed and not answered. */
export function missing(questions, answers) {
    return asked(questions, answers).filter((q) => q.required && blank(answers[q.key])).map((q) => q.name);
}

/** The first few questions, and those one already began to answer beyond them. */
export function shown(questions, answers, every) {
    const all = asked(questions, answers);
    return every ? all : all.filter((question, place) => place < FEW || !blank(answers[question.key]));
}
