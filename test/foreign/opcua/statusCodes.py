"""Status codes by name: OPC 10000-6 annex A.2, those a client of a small server meets."""

_TABLE = """
8001 BadUnexpectedError 8002 BadInternalError 8003 BadOutOfMemory 8004 BadResourceUnavailable
8005 BadCommunicationError 8006 BadEncodingError 8007 BadDecodingError 8008 BadEncodingLimitsExceeded
800A BadTimeout 800B BadServiceUnsupported 800C BadShutdown 800E BadServerHalted 800F BadNothingToDo
8010 BadTooManyOperations 8012 BadCertificateInvalid 8013 BadSecurityChecksFailed 8014 BadCertificateTimeInvalid
8016 BadCertificateHostNameInvalid 8017 BadCertificateUriInvalid 8018 BadCertificateUseNotAllowed
801A BadCertificateUntrusted 801D BadCertificateRevoked 801F BadUserAccessDenied 8020 BadIdentityTokenInvalid
8021 BadIdentityTokenRejected 8022 BadSecureChannelIdInvalid 8024 BadNonceInvalid 8025 BadSessionIdInvalid
8026 BadSessionClosed 8027 BadSessionNotActivated 8028 BadSubscriptionIdInvalid 802A BadRequestHeaderInvalid
8031 BadNoCommunication 8032 BadWaitingForInitialData 8033 BadNodeIdInvalid 8034 BadNodeIdUnknown
8035 BadAttributeIdInvalid 8036 BadIndexRangeInvalid 803A BadNotReadable 803B BadNotWritable 803C BadOutOfRange
803D BadNotSupported 803E BadNotFound 8040 BadNotImplemented 8042 BadMonitoredItemIdInvalid
8043 BadMonitoredItemFilterInvalid 8044 BadMonitoredItemFilterUnsupported 8045 BadFilterNotAllowed
8047 BadEventFilterInvalid 804A BadContinuationPointInvalid 804B BadNoContinuationPoints
8054 BadSecurityModeRejected 8055 BadSecurityPolicyRejected 8056 BadTooManySessions 8057 BadUserSignatureInvalid
8058 BadApplicationSignatureInvalid 8071 BadHistoryOperationInvalid 8072 BadHistoryOperationUnsupported
8073 BadWriteNotSupported 8074 BadTypeMismatch 8075 BadMethodInvalid 8076 BadArgumentsMissing
8077 BadTooManySubscriptions 8078 BadTooManyPublishRequests 8079 BadNoSubscription 807A BadSequenceNumberUnknown
807D BadTcpServerTooBusy 807E BadTcpMessageTypeInvalid 807F BadTcpSecureChannelUnknown 8080 BadTcpMessageTooLarge
8081 BadTcpNotEnoughResources 8082 BadTcpInternalError 8083 BadTcpEndpointUrlInvalid 8086 BadSecureChannelClosed
8087 BadSecureChannelTokenUnknown 8088 BadSequenceNumberInvalid 8089 BadConfigurationError 808A BadNotConnected
808B BadDeviceFailure 808C BadSensorFailure 808D BadOutOfService 8097 BadRefreshInProgress
8098 BadConditionAlreadyDisabled 8099 BadConditionDisabled 809A BadEventIdUnknown 809B BadNoData 809D BadDataLost
809E BadDataUnavailable 80A0 BadNoEntryExists 80AB BadInvalidArgument 80AC BadConnectionRejected
80AE BadConnectionClosed 80AF BadInvalidState 80B8 BadRequestTooLarge 80B9 BadResponseTooLarge
80C6 BadIdentityChangeNotSupported 80CC BadConditionAlreadyEnabled 80CF BadConditionBranchAlreadyAcked
80D0 BadConditionBranchAlreadyConfirmed 80D1 BadConditionAlreadyShelved 80D2 BadConditionNotShelved
80D3 BadShelvingTimeOutOfRange 80D4 BadAggregateListMismatch 80D5 BadAggregateNotSupported
80D6 BadAggregateInvalidInputs 80D7 BadBoundNotFound 80DB BadTooManyMonitoredItems
80E5 BadTooManyArguments 80EE BadLicenseExpired
408F UncertainNoCommunicationLastUsableValue 4090 UncertainLastUsableValue 4091 UncertainSubstituteValue
4092 UncertainInitialValue 4093 UncertainSensorNotAccurate 4094 UncertainEngineeringUnitsExceeded
4095 UncertainSubNormal 40A4 UncertainDataSubNormal 4000 Uncertain 8000 Bad
0000 Good 002D GoodSubscriptionTransferred 0096 GoodLocalOverride 00A5 GoodNoData 00A6 GoodMoreData
"""

_WORDS = _TABLE.split()
NAMES = {int(code, 16): name for code, name in zip(_WORDS[::2], _WORDS[1::2])}


def status_name(code):
    """The symbolic name of a status code; the flag bits of the lower half are shown only where there is no name."""
    return NAMES.get(code >> 16, f"0x{code:08X}")


def is_bad(code):
    """Whether the severity bits say bad (OPC 10000-4, 7.39)."""
    return code >> 30 >= 2
