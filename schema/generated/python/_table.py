# Generated from schema/callbacks.toml by `cargo xtask gen`; edit that instead.
"""The kinds, objects and fields, with the type of each field.

`[word]` is a list, `word?` may be absent or null, `word!` must not appear in logs; a word with a
capital letter names an object.
"""

from typing import Final

ENVELOPE: Final[dict[str, str]] = {
  "callback_id": "number",
  "account_id": "number",
  "hash": "string!",
  "account_name": "string!",
  "account_email": "string!",
  "language_code": "string",
  "account_first_name": "string!",
  "account_last_name": "string!",
  "balance": "decimal!",
  "currency": "string",
}

WRAPPED: Final[list[str]] = ["transcription_complete", "sms_inbound", "phone_number_activation_status_changed", "new_invoice"]

KINDS: Final[dict[str, dict[str, str]]] = {
  "account_document_uploaded": {
    "account_document_id": "number",
    "uploaded": "timestamp",
    "verification_name": "string!",
    "legal_status": "string",
    "is_individual": "boolean?",
  },
  "batch_task_cancelling_completed": {
    "batch_id": "number_or_string?",
    "cancelled_tasks_number": "number?",
  },
  "regulation_address_uploaded": {
    "regulation_address_id": "number",
    "uploaded": "timestamp",
    "is_individual": "boolean",
    "regulation_address_name": "string!",
  },
  "account_document_verified": {
    "account_document_id": "number",
    "account_document_status": "string",
    "uploaded": "timestamp",
    "comment": "string?!",
    "verification_name": "string!",
    "legal_status": "string",
    "is_individual": "boolean?",
  },
  "account_is_frozen": {},
  "account_is_unfrozen": {},
  "activate_successful": {},
  "call_history_report": {
    "history_report_id": "number",
    "success": "boolean",
    "order_date": "timestamp",
  },
  "card_expired": {},
  "card_expires_in_month": {},
  "card_payment": {
    "transaction_id": "number",
    "transaction_type": "string",
    "amount": "decimal!",
  },
  "card_payment_failed": {},
  "robokassa_payment": {
    "transaction_id": "number",
    "transaction_type": "string",
    "amount": "decimal!",
  },
  "wire_transfer": {
    "transaction_id": "number",
    "transaction_type": "string",
    "amount": "decimal!",
  },
  "js_fail": {},
  "min_balance": {
    "is_min_credit": "boolean",
    "is_repeated": "boolean",
  },
  "regulation_address_verified": {
    "regulation_address_id": "number",
    "regulation_address_status": "string",
    "uploaded": "timestamp",
    "is_individual": "boolean",
    "comment": "string?!",
    "regulation_address_name": "string!",
  },
  "renewed_subscriptions": {
    "subscriptions": "[RenewedSubscription]",
  },
  "reset_account_password_request": {},
  "sip_registration_fail": {
    "sip_registrations": "[FailedSipRegistration]",
  },
  "sip_registration_recovered": {
    "sip_registrations": "[RecoveredSipRegistration]",
  },
  "subscription_is_frozen": {
    "subscriptions": "[FrozenSubscription]",
  },
  "subscription_is_detached": {
    "subscriptions": "[DetachedSubscription]",
  },
  "transaction_history_report": {
    "history_report_id": "number",
    "success": "boolean",
    "order_date": "timestamp",
  },
  "unverified_subscription_detached": {
    "subscriptions": "[UnverifiedSubscription]",
  },
  "expiring_callerid": {
    "callerids": "[string]!",
    "expiration_date": "date",
  },
  "transcription_complete": {
    "record_url": "string!",
    "transcription_url": "string!",
    "call_session_history_id": "number",
    "transcription_cost": "decimal!",
  },
  "sms_inbound": {
    "source_number": "string!",
    "destination_number": "string!",
    "sms_body": "string!",
  },
  "phone_number_activation_status_changed": {
    "phone_number": "string!",
    "activation_status": "string",
  },
  "expiring_agreement": {
    "expiration_date": "date",
    "until_expiration": "number",
  },
  "expired_agreement": {
    "document_ids": "[number]",
  },
  "restored_agreement_status": {
    "document_id": "number",
    "expiration_date": "date",
  },
  "next_charge_alert": {
    "required_money": "decimal!",
    "insufficient_funds_amount": "decimal!",
  },
  "certificate_expired": {},
  "expired_certificates": {
    "certificates": "[Certificate]",
  },
  "expiring_certificates": {
    "certificates": "[Certificate]",
  },
  "account_document_status_updated": {
    "account_document_id": "number",
    "previous_account_document_status": "string",
    "account_document_status": "string",
    "update_time": "timestamp",
    "comment": "string?!",
    "legal_status": "string",
  },
  "a2p_sms_activated": {
    "a2p_enabled": "boolean",
  },
  "regulation_address_documents_requested": {
    "regulation_address_id": "number",
    "regulation_address_name": "string!",
    "regulation_address_status": "string",
    "update_time": "timestamp",
    "is_individual": "boolean",
    "comment": "string?!",
  },
  "invoice_received": {
    "invoice_id": "number",
    "invoice_date": "timestamp_or_date",
    "receival_date": "timestamp_or_date",
    "amount": "decimal!",
    "tax_amount": "decimal!",
    "currency": "string",
  },
  "stagnant_account": {},
  "plan_config": {
    "plan_type": "string",
    "plan_name": "string",
    "packages": "[PlanPackage]",
  },
  "expired_callerid": {
    "callerids": "[string]!",
  },
  "new_invoice": {
    "invoice_number": "string",
    "invoice_date": "string",
    "prepayment": "boolean",
    "currency": "string",
    "total_amount": "decimal!",
    "total_tax_amount": "decimal!",
    "units": "[InvoiceUnit]",
  },
  "balance_is_changed": {},
}

OBJECTS: Final[dict[str, dict[str, str]]] = {
  "RenewedSubscription": {
    "type": "string",
    "name": "string!",
    "cost": "decimal!",
    "next_renewal": "date",
    "details": "[SubscriptionDetails]",
  },
  "SubscriptionDetails": {
    "type": "string",
    "phone_numbers": "[PhoneNumber]?",
    "sip_registrations": "[SipRegistration]?",
  },
  "PhoneNumber": {
    "phone_id": "number",
    "phone_number": "string!",
  },
  "SipRegistration": {
    "sip_registration_id": "number",
  },
  "FailedSipRegistration": {
    "sip_registration_id": "number",
    "status_code": "string",
    "error_message": "string?",
  },
  "RecoveredSipRegistration": {
    "sip_registration_id": "number",
  },
  "FrozenSubscription": {
    "type": "string",
    "name": "string!",
    "cost": "decimal!",
    "details": "[SubscriptionDetails]",
  },
  "DetachedSubscription": {
    "type": "string",
    "name": "string!",
    "details": "[SubscriptionDetails]",
  },
  "UnverifiedSubscription": {
    "type": "string",
    "name": "string!",
    "details": "[SubscriptionDetails]",
  },
  "Certificate": {
    "push_credential_id": "number",
    "cert_file_name": "string!",
    "expiration_date": "date?",
    "applications": "[string]?",
  },
  "PlanPackage": {
    "price_group_id": "[number]",
    "package_name": "string?",
    "package_uuid": "string",
    "may_overrun": "boolean",
    "package_size": "number",
  },
  "InvoiceUnit": {
    "description": "string",
    "amount": "decimal?!",
    "vat_rate": "decimal",
    "tax_amount": "decimal!",
  },
}

RENAMED: Final[dict[str, str]] = {}
"""Attributes whose names differ from the names of their fields."""
