// Code generated from schema/callbacks.toml by `cargo xtask gen`. DO NOT EDIT.

package callbacks

// AccountDocumentStatus: Verification status of an account document. It may be another one, which upstream added.
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

// IsKnown tells whether this version knows the value.
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

// LegalStatus: Legal status of a user. It may be another one, which upstream added.
type LegalStatus string

const (
	LegalStatusIndividual   LegalStatus = "INDIVIDUAL"
	LegalStatusEntrepreneur LegalStatus = "ENTREPRENEUR"
	LegalStatusLegalEntity  LegalStatus = "LEGAL_ENTITY"
)

// IsKnown tells whether this version knows the value.
func (value LegalStatus) IsKnown() bool {
	switch value {
	case LegalStatusIndividual,
		LegalStatusEntrepreneur,
		LegalStatusLegalEntity:
		return true
	}
	return false
}

// LegacyLegalStatus: Legal status of a user, as the superseded kinds spell it. It may be another one, which
// upstream added.
type LegacyLegalStatus string

const (
	LegacyLegalStatusIndividual   LegacyLegalStatus = "individual"
	LegacyLegalStatusEntrepreneur LegacyLegalStatus = "entrepreneur"
	LegacyLegalStatusLegalEntity  LegacyLegalStatus = "legal entity"
)

// IsKnown tells whether this version knows the value.
func (value LegacyLegalStatus) IsKnown() bool {
	switch value {
	case LegacyLegalStatusIndividual,
		LegacyLegalStatusEntrepreneur,
		LegacyLegalStatusLegalEntity:
		return true
	}
	return false
}

// RegulationAddressStatus: Verification status of a proof of address. It may be another one, which upstream added.
type RegulationAddressStatus string

const (
	RegulationAddressStatusInProgress RegulationAddressStatus = "IN_PROGRESS"
	RegulationAddressStatusVerified   RegulationAddressStatus = "VERIFIED"
	RegulationAddressStatusDeclined   RegulationAddressStatus = "DECLINED"
	RegulationAddressStatusPending    RegulationAddressStatus = "PENDING"
)

// IsKnown tells whether this version knows the value.
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

// RegulationAddressVerdict: Result of the review of a proof of address. It may be another one, which upstream
// added.
type RegulationAddressVerdict string

const (
	RegulationAddressVerdictVerified                RegulationAddressVerdict = "VERIFIED"
	RegulationAddressVerdictDeclined                RegulationAddressVerdict = "DECLINED"
	RegulationAddressVerdictWaitingConfirmationDocs RegulationAddressVerdict = "WAITING_CONFIRMATION_DOCS"
	RegulationAddressVerdictRejected                RegulationAddressVerdict = "REJECTED"
	RegulationAddressVerdictWaitingPeriodExpired    RegulationAddressVerdict = "WAITING_PERIOD_EXPIRED"
)

// IsKnown tells whether this version knows the value.
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

// RenewedSubscriptionType: What a renewed subscription is for. It may be another one, which upstream added.
type RenewedSubscriptionType string

const (
	RenewedSubscriptionTypePhoneNum        RenewedSubscriptionType = "PHONE_NUM"
	RenewedSubscriptionTypeSipRegistration RenewedSubscriptionType = "SIP_REGISTRATION"
	RenewedSubscriptionTypePlan            RenewedSubscriptionType = "PLAN"
)

// IsKnown tells whether this version knows the value.
func (value RenewedSubscriptionType) IsKnown() bool {
	switch value {
	case RenewedSubscriptionTypePhoneNum,
		RenewedSubscriptionTypeSipRegistration,
		RenewedSubscriptionTypePlan:
		return true
	}
	return false
}

// SubscriptionType: What a subscription is for. It may be another one, which upstream added.
type SubscriptionType string

const (
	SubscriptionTypePhoneNum        SubscriptionType = "PHONE_NUM"
	SubscriptionTypeSipRegistration SubscriptionType = "SIP_REGISTRATION"
)

// IsKnown tells whether this version knows the value.
func (value SubscriptionType) IsKnown() bool {
	switch value {
	case SubscriptionTypePhoneNum,
		SubscriptionTypeSipRegistration:
		return true
	}
	return false
}

// SubscriptionTarget: What a subscription is attached to. It may be another one, which upstream added.
type SubscriptionTarget string

const (
	SubscriptionTargetPhone           SubscriptionTarget = "PHONE"
	SubscriptionTargetSipRegistration SubscriptionTarget = "SIP_REGISTRATION"
)

// IsKnown tells whether this version knows the value.
func (value SubscriptionTarget) IsKnown() bool {
	switch value {
	case SubscriptionTargetPhone,
		SubscriptionTargetSipRegistration:
		return true
	}
	return false
}

// PlanType: What a plan is for. It may be another one, which upstream added.
type PlanType string

const (
	PlanTypeIm  PlanType = "IM"
	PlanTypeMau PlanType = "MAU"
)

// IsKnown tells whether this version knows the value.
func (value PlanType) IsKnown() bool {
	switch value {
	case PlanTypeIm,
		PlanTypeMau:
		return true
	}
	return false
}
