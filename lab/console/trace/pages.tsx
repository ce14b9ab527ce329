import { Page } from "../parts/page.tsx";
export default function Trace() {
  return <Page title="Trace">…</Page>;
}
