import type { AnyRouter } from "@tanstack/react-router";

/**
 * After a way from page to page the focus is at the heading of the new one: a screen reader says where one is, and the next key
 * goes on from there. What only changes a page (a filter, a dialog) leaves the focus alone, and so does the first page.
 */
export function focusOnArrival(router: AnyRouter): void {
  router.subscribe("onRendered", ({ fromLocation, pathChanged }) => {
    if (fromLocation === undefined || !pathChanged) return;
    const place = document.querySelector<HTMLElement>("main h1") ?? document.querySelector<HTMLElement>("main");
    if (place === null) return;
    place.tabIndex = -1;
    // The router knows where to scroll to.
    place.focus({ preventScroll: true });
  });
}
