import type { Page } from "playwright-core";
import { ADMIN_TOKEN } from "../../../sdk/typescript/test/support/server";

/** Comes in at whatever operator page is open. */
export async function enterAsOperator(page: Page, token = ADMIN_TOKEN): Promise<void> {
  await page.getByLabel("Operator token").fill(token);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** Goes to another operator page as a person does: a new address would forget the token. */
export async function place(page: Page, name: string): Promise<void> {
  const link = page.getByRole("navigation").getByRole("link", { name, exact: true });
  if (!(await link.isVisible())) await page.getByRole("button", { name: "More", exact: true }).click();
  await link.click();
}
