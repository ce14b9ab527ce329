import "@cloudscape-design/global-styles/index.css";
import "./parts/colours.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { takeKeyFromAddress } from "./cloud/session.ts";
import { Console } from "./shell/console.tsx";
import { applyTheme, chosenTheme } from "./shell/theme.ts";

applyTheme(chosenTheme());
takeKeyFromAddress();
createRoot(document.getElementById("console") as HTMLElement).render(
  <StrictMode>
    <Console />
  </StrictMode>,
);
