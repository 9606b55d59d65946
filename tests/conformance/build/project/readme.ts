import { checkHash, isKnown, parseBody } from "voximplant-callbacks";

export function onPost(body: string, credential: { salt: string; accountId: number; apiKey: string }): string[] {
  return parseBody(body).callbacks.map((callback) => {
    if (checkHash(callback, credential) !== "match") return "refused";
    if (!isKnown(callback)) return "kept: newer than this package";
    return callback.type === "card_payment" ? `${callback.card_payment.amount} paid` : callback.type;
  });
}
