import { type ComponentType, createContext } from "react";

/** What opens over whatever dialog is the innermost one: the fresh sign-in. Apart from the dialog, so that giving it loads none. */
export const OverDialogs = createContext<ComponentType>(() => null);
