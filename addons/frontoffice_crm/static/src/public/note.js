import { h, readData, show } from "./page";

if (document.querySelector("main[data-screen=note]")) {
    show(h("h1", {}, readData().text));
}
