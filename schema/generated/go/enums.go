// Code generated from schema/callbacks.toml by `cargo xtask gen`. DO NOT EDIT.

package callbacks

// AccountDocumentStatus: Verification status of an account document. Upstream may add values.
type AccountDocumentStatus string

const (
	AccountDocumentStatusAwaitingDocumentsUploading      AccountDocumentStatus = "AWAITING_DOCUMENTS_UPLOADING"
	AccountDocumentStatusAwaitingAgreementUploading      AccountDocumentStatus = "AWAITING_AGREEMENT_UPLOADING"
	AccountDocumentStatusAwaitingVerification            AccountDocumentStatus = "AWAITING_VERIFICATION"
	AccountDocumentStatusWaitingForConfirmationDocuments AccountDocumentStatus = "WAITING_FOR_CONFIRMATION_DOCUMENTS"
	AccountDocumentStatusVerified                        AccountDocumentStatus = "VERIFIED"
	AccountDocumentStatusRejected                        AccountDocumentStatus = "REJECTED"
	AccountDocumentStatusWaitingPeriodExpired            AccountDocumentStatus = "WAITING_PERIOD_EXPIRED"
	AccountDocumentStatusWaitingConfirmationDocs         AccountDocumentStatus = "WAITING_CONFIRMATION_DOCS"
	AccountDocumentStatusAccepted                        AccountDocumentStatus = "ACCEPTED"
)

// IsKnown reports whether this version knows the value.
func (value AccountDocumentStatus) IsKnown() bool {
	switch value {
	case AccountDocumentStatusAwaitingDocumentsUploading,
		AccountDocumentStatusAwaitingAgreementUploading,
		AccountDocumentStatusAwaitingVerification,
		AccountDocumentStatusWaitingForConfirmationDocuments,
		AccountDocumentStatusVerified,
		AccountDocumentStatusRejected,
		AccountDocumentStatusWaitingPeriodExpired,
		AccountDocumentStatusWaitingConfirmationDocs,
		AccountDocumentStatusAccepted:
		return true
	}
	return false
}

// LegalStatus: Legal status of a user. Upstream may add values.
type LegalStatus string

const (
	LegalStatusIndividual   LegalStatus = "INDIVIDUAL"
	LegalStatusEntrepreneur LegalStatus = "ENTREPRENEUR"
	LegalStatusLegalEntity  LegalStatus = "LEGAL_ENTITY"
)

// IsKnown reports whether this version knows the value.
func (value LegalStatus) IsKnown() bool {
	switch value {
	case LegalStatusIndividual,
		LegalStatusEntrepreneur,
		LegalStatusLegalEntity:
		return true
	}
	return false
}

// LegacyLegalStatus: Legal status of a user, as the superseded kinds spell it. Upstream may add values.
type LegacyLegalStatus string

const (
	LegacyLegalStatusIndividual   LegacyLegalStatus = "individual"
	LegacyLegalStatusEntrepreneur LegacyLegalStatus = "entrepreneur"
	LegacyLegalStatusLegalEntity  LegacyLegalStatus = "legal entity"
)

// IsKnown reports whether this version knows the value.
func (value LegacyLegalStatus) IsKnown() bool {
	switch value {
	case LegacyLegalStatusIndividual,
		LegacyLegalStatusEntrepreneur,
		LegacyLegalStatusLegalEntity:
		return true
	}
	return false
}

// RegulationAddressStatus: Verification status of a proof of address. Upstream may add values.
type RegulationAddressStatus string

const (
	RegulationAddressStatusInProgress RegulationAddressStatus = "IN_PROGRESS"
	RegulationAddressStatusVerified   RegulationAddressStatus = "VERIFIED"
	RegulationAddressStatusDeclined   RegulationAddressStatus = "DECLINED"
	RegulationAddressStatusPending    RegulationAddressStatus = "PENDING"
)

// IsKnown reports whether this version knows the value.
func (value RegulationAddressStatus) IsKnown() bool {
	switch value {
	case RegulationAddressStatusInProgress,
		RegulationAddressStatusVerified,
		RegulationAddressStatusDeclined,
		RegulationAddressStatusPending:
		return true
	}
	return false
}

// RegulationAddressVerdict: Result of the review of a proof of address. Upstream may add values.
type RegulationAddressVerdict string

const (
	RegulationAddressVerdictVerified                RegulationAddressVerdict = "VERIFIED"
	RegulationAddressVerdictDeclined                RegulationAddressVerdict = "DECLINED"
	RegulationAddressVerdictWaitingConfirmationDocs RegulationAddressVerdict = "WAITING_CONFIRMATION_DOCS"
	RegulationAddressVerdictRejected                RegulationAddressVerdict = "REJECTED"
	RegulationAddressVerdictWaitingPeriodExpired    RegulationAddressVerdict = "WAITING_PERIOD_EXPIRED"
)

// IsKnown reports whether this version knows the value.
func (value RegulationAddressVerdict) IsKnown() bool {
	switch value {
	case RegulationAddressVerdictVerified,
		RegulationAddressVerdictDeclined,
		RegulationAddressVerdictWaitingConfirmationDocs,
		RegulationAddressVerdictRejected,
		RegulationAddressVerdictWaitingPeriodExpired:
		return true
	}
	return false
}

// RenewedSubscriptionType: What a renewed subscription is for. Upstream may add values.
type RenewedSubscriptionType string

const (
	RenewedSubscriptionTypePhoneNum        RenewedSubscriptionType = "PHONE_NUM"
	RenewedSubscriptionTypeSipRegistration RenewedSubscriptionType = "SIP_REGISTRATION"
	RenewedSubscriptionTypePlan            RenewedSubscriptionType = "PLAN"
)

// IsKnown reports whether this version knows the value.
func (value RenewedSubscriptionType) IsKnown() bool {
	switch value {
	case RenewedSubscriptionTypePhoneNum,
		RenewedSubscriptionTypeSipRegistration,
		RenewedSubscriptionTypePlan:
		return true
	}
	return false
}

// SubscriptionType: What a subscription is for. Upstream may add values.
type SubscriptionType string

const (
	SubscriptionTypePhoneNum        SubscriptionType = "PHONE_NUM"
	SubscriptionTypeSipRegistration SubscriptionType = "SIP_REGISTRATION"
)

// IsKnown reports whether this version knows the value.
func (value SubscriptionType) IsKnown() bool {
	switch value {
	case SubscriptionTypePhoneNum,
		SubscriptionTypeSipRegistration:
		return true
	}
	return false
}

// SubscriptionTarget: What a subscription is attached to. Upstream may add values.
type SubscriptionTarget string

const (
	SubscriptionTargetPhone           SubscriptionTarget = "PHONE"
	SubscriptionTargetSipRegistration SubscriptionTarget = "SIP_REGISTRATION"
)

// IsKnown reports whether this version knows the value.
func (value SubscriptionTarget) IsKnown() bool {
	switch value {
	case SubscriptionTargetPhone,
		SubscriptionTargetSipRegistration:
		return true
	}
	return false
}

// PlanType: What a plan is for. Upstream may add values.
type PlanType string

const (
	PlanTypeIm  PlanType = "IM"
	PlanTypeMau PlanType = "MAU"
)

// IsKnown reports whether this version knows the value.
func (value PlanType) IsKnown() bool {
	switch value {
	case PlanTypeIm,
		PlanTypeMau:
		return true
	}
	return false
}
