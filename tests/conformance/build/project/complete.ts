import type { Callback } from "voximplant-callbacks";
export function handle(callback: Callback): void {
  switch (callback.type) {
    case "account_document_uploaded":
    case "regulation_address_uploaded":
    case "account_document_verified":
    case "account_is_frozen":
    case "account_is_unfrozen":
    case "activate_successful":
    case "call_history_report":
    case "card_expired":
    case "card_expires_in_month":
    case "card_payment":
    case "card_payment_failed":
    case "robokassa_payment":
    case "wire_transfer":
    case "js_fail":
    case "min_balance":
    case "regulation_address_verified":
    case "renewed_subscriptions":
    case "reset_account_password_request":
    case "sip_registration_fail":
    case "sip_registration_recovered":
    case "subscription_is_frozen":
    case "subscription_is_detached":
    case "transaction_history_report":
    case "unverified_subscription_detached":
    case "expiring_callerid":
    case "transcription_complete":
    case "sms_inbound":
    case "expiring_agreement":
    case "expired_agreement":
    case "restored_agreement_status":
    case "next_charge_alert":
    case "certificate_expired":
    case "expired_certificates":
    case "expiring_certificates":
    case "account_document_status_updated":
    case "a2p_sms_activated":
    case "regulation_address_documents_requested":
    case "invoice_received":
      return;
    default: {
      const forgotten: never = callback;
      throw new Error(String(forgotten));
    }
  }
}
