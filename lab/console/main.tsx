import "@cloudscape-design/global-styles/index.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Console } from "./shell/console.tsx";
import { applyTheme, chosenTheme } from "./shell/theme.ts";

applyTheme(chosenTheme());
createRoot(document.getElementById("console") as HTMLElement).render(
  <StrictMode>
    <Console />
  </StrictMode>,
);
