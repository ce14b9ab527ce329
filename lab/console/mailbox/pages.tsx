import { Route, Routes } from "react-router";
import { NoPage } from "../parts/no-page.tsx";
import { Outbox } from "./outbox.tsx";

/** What the lab has sent to people: nobody gets it, everybody can read it here. */
export default function Mailbox() {
  return (
    <Routes>
      <Route index element={<Outbox />} />
      <Route path="*" element={<NoPage />} />
    </Routes>
  );
}
