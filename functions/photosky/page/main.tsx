import "./model/theme.ts";
import { render } from "hono/jsx/dom";
import { App } from "./app.tsx";
import { load, loadIfOld } from "./model/album.ts";
import "./style.css";

load();
addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") loadIfOld();
});
addEventListener("online", loadIfOld);
addEventListener("DOMContentLoaded", () => {
  const root = document.getElementById("page");
  if (root) render(<App />, root);
});
