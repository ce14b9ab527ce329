/** The path of a schedule's page. Without its group, the page looks for one of that name in all groups. */
export function schedulePath({ group, name }: { readonly group?: string | undefined; readonly name: string }): string {
  const path = `/scheduler/schedules/${encodeURIComponent(name)}`;
  return group === undefined ? path : `${path}?group=${encodeURIComponent(group)}`;
}
