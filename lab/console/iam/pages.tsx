import { Navigate, Route, Routes } from "react-router";
import { usePlace } from "../cloud/place.ts";
import { NoPage } from "../parts/no-page.tsx";
import { BASE, useAddress } from "../shell/addresses.ts";
import { Denials } from "./denials.tsx";
import { Groups } from "./groups.tsx";
import { Policies } from "./policies.tsx";
import { PolicyPage } from "./policy-page.tsx";
import { PrincipalPage } from "./principal-page.tsx";
import { Roles } from "./roles.tsx";
import { Simulator } from "./simulator.tsx";
import { Users } from "./users.tsx";

/** Users, groups, roles and their permissions. */
export default function Iam() {
  const { isLab } = usePlace();
  const address = useAddress();
  return (
    <Routes>
      <Route index element={<Navigate to={address("/iam/roles").slice(BASE.length)} replace />} />
      <Route path="users" element={<Users />} />
      <Route path="users/:name" element={<PrincipalPage kind="user" />} />
      <Route path="groups" element={<Groups />} />
      <Route path="groups/:name" element={<PrincipalPage kind="group" />} />
      <Route path="roles" element={<Roles />} />
      <Route path="roles/:name" element={<PrincipalPage kind="role" />} />
      <Route path="policies" element={<Policies />} />
      <Route path="policy" element={<PolicyPage />} />
      <Route path="simulator" element={<Simulator />} />
      {isLab && <Route path="denials" element={<Denials />} />}
      <Route path="*" element={<NoPage />} />
    </Routes>
  );
}
