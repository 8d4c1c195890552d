"""The structures a client needs, field by field, after the OPC Foundation's Opc.Ua.Types.bsd, and the numeric
identifiers of their binary encodings (NodeIds.csv). `Name/encodingId field:Type field:Type[] ...`; enumerations are Int32."""

_TABLE = """
RequestHeader/0 AuthenticationToken:NodeId Timestamp:DateTime RequestHandle:UInt32 ReturnDiagnostics:UInt32 AuditEntryId:String TimeoutHint:UInt32 AdditionalHeader:ExtensionObject
ResponseHeader/0 Timestamp:DateTime RequestHandle:UInt32 ServiceResult:StatusCode ServiceDiagnostics:DiagnosticInfo StringTable:String[] AdditionalHeader:ExtensionObject
ServiceFault/397 ResponseHeader:ResponseHeader
OpenSecureChannelRequest/446 RequestHeader:RequestHeader ClientProtocolVersion:UInt32 RequestType:Int32 SecurityMode:Int32 ClientNonce:ByteString RequestedLifetime:UInt32
OpenSecureChannelResponse/449 ResponseHeader:ResponseHeader ServerProtocolVersion:UInt32 SecurityToken:ChannelSecurityToken ServerNonce:ByteString
ChannelSecurityToken/0 ChannelId:UInt32 TokenId:UInt32 CreatedAt:DateTime RevisedLifetime:UInt32
CloseSecureChannelRequest/452 RequestHeader:RequestHeader
ApplicationDescription/310 ApplicationUri:String ProductUri:String ApplicationName:LocalizedText ApplicationType:Int32 GatewayServerUri:String DiscoveryProfileUri:String DiscoveryUrls:String[]
UserTokenPolicy/306 PolicyId:String TokenType:Int32 IssuedTokenType:String IssuerEndpointUrl:String SecurityPolicyUri:String
EndpointDescription/314 EndpointUrl:String Server:ApplicationDescription ServerCertificate:ByteString SecurityMode:Int32 SecurityPolicyUri:String UserIdentityTokens:UserTokenPolicy[] TransportProfileUri:String SecurityLevel:Byte
SignatureData/458 Algorithm:String Signature:ByteString
SignedSoftwareCertificate/346 CertificateData:ByteString Signature:ByteString
GetEndpointsRequest/428 RequestHeader:RequestHeader EndpointUrl:String LocaleIds:String[] ProfileUris:String[]
GetEndpointsResponse/431 ResponseHeader:ResponseHeader Endpoints:EndpointDescription[]
CreateSessionRequest/461 RequestHeader:RequestHeader ClientDescription:ApplicationDescription ServerUri:String EndpointUrl:String SessionName:String ClientNonce:ByteString ClientCertificate:ByteString RequestedSessionTimeout:Double MaxResponseMessageSize:UInt32
CreateSessionResponse/464 ResponseHeader:ResponseHeader SessionId:NodeId AuthenticationToken:NodeId RevisedSessionTimeout:Double ServerNonce:ByteString ServerCertificate:ByteString ServerEndpoints:EndpointDescription[] ServerSoftwareCertificates:SignedSoftwareCertificate[] ServerSignature:SignatureData MaxRequestMessageSize:UInt32
ActivateSessionRequest/467 RequestHeader:RequestHeader ClientSignature:SignatureData ClientSoftwareCertificates:SignedSoftwareCertificate[] LocaleIds:String[] UserIdentityToken:ExtensionObject UserTokenSignature:SignatureData
ActivateSessionResponse/470 ResponseHeader:ResponseHeader ServerNonce:ByteString Results:StatusCode[] DiagnosticInfos:DiagnosticInfo[]
AnonymousIdentityToken/321 PolicyId:String
UserNameIdentityToken/324 PolicyId:String UserName:String Password:ByteString EncryptionAlgorithm:String
X509IdentityToken/327 PolicyId:String CertificateData:ByteString
CloseSessionRequest/473 RequestHeader:RequestHeader DeleteSubscriptions:Boolean
CloseSessionResponse/476 ResponseHeader:ResponseHeader
ViewDescription/0 ViewId:NodeId Timestamp:DateTime ViewVersion:UInt32
BrowseDescription/0 NodeId:NodeId BrowseDirection:Int32 ReferenceTypeId:NodeId IncludeSubtypes:Boolean NodeClassMask:UInt32 ResultMask:UInt32
BrowseRequest/527 RequestHeader:RequestHeader View:ViewDescription RequestedMaxReferencesPerNode:UInt32 NodesToBrowse:BrowseDescription[]
ReferenceDescription/0 ReferenceTypeId:NodeId IsForward:Boolean NodeId:ExpandedNodeId BrowseName:QualifiedName DisplayName:LocalizedText NodeClass:Int32 TypeDefinition:ExpandedNodeId
BrowseResult/0 StatusCode:StatusCode ContinuationPoint:ByteString References:ReferenceDescription[]
BrowseResponse/530 ResponseHeader:ResponseHeader Results:BrowseResult[] DiagnosticInfos:DiagnosticInfo[]
BrowseNextRequest/533 RequestHeader:RequestHeader ReleaseContinuationPoints:Boolean ContinuationPoints:ByteString[]
BrowseNextResponse/536 ResponseHeader:ResponseHeader Results:BrowseResult[] DiagnosticInfos:DiagnosticInfo[]
ReadValueId/0 NodeId:NodeId AttributeId:UInt32 IndexRange:String DataEncoding:QualifiedName
ReadRequest/631 RequestHeader:RequestHeader MaxAge:Double TimestampsToReturn:Int32 NodesToRead:ReadValueId[]
ReadResponse/634 ResponseHeader:ResponseHeader Results:DataValue[] DiagnosticInfos:DiagnosticInfo[]
WriteValue/0 NodeId:NodeId AttributeId:UInt32 IndexRange:String Value:DataValue
WriteRequest/673 RequestHeader:RequestHeader NodesToWrite:WriteValue[]
WriteResponse/676 ResponseHeader:ResponseHeader Results:StatusCode[] DiagnosticInfos:DiagnosticInfo[]
HistoryReadValueId/0 NodeId:NodeId IndexRange:String DataEncoding:QualifiedName ContinuationPoint:ByteString
HistoryReadRequest/664 RequestHeader:RequestHeader HistoryReadDetails:ExtensionObject TimestampsToReturn:Int32 ReleaseContinuationPoints:Boolean NodesToRead:HistoryReadValueId[]
HistoryReadResult/0 StatusCode:StatusCode ContinuationPoint:ByteString HistoryData:ExtensionObject
HistoryReadResponse/667 ResponseHeader:ResponseHeader Results:HistoryReadResult[] DiagnosticInfos:DiagnosticInfo[]
ReadRawModifiedDetails/649 IsReadModified:Boolean StartTime:DateTime EndTime:DateTime NumValuesPerNode:UInt32 ReturnBounds:Boolean
AggregateConfiguration/950 UseServerCapabilitiesDefaults:Boolean TreatUncertainAsBad:Boolean PercentDataBad:Byte PercentDataGood:Byte UseSlopedExtrapolation:Boolean
ReadProcessedDetails/652 StartTime:DateTime EndTime:DateTime ProcessingInterval:Double AggregateType:NodeId[] AggregateConfiguration:AggregateConfiguration
HistoryData/658 DataValues:DataValue[]
CallMethodRequest/0 ObjectId:NodeId MethodId:NodeId InputArguments:Variant[]
CallRequest/712 RequestHeader:RequestHeader MethodsToCall:CallMethodRequest[]
CallMethodResult/0 StatusCode:StatusCode InputArgumentResults:StatusCode[] InputArgumentDiagnosticInfos:DiagnosticInfo[] OutputArguments:Variant[]
CallResponse/715 ResponseHeader:ResponseHeader Results:CallMethodResult[] DiagnosticInfos:DiagnosticInfo[]
CreateSubscriptionRequest/787 RequestHeader:RequestHeader RequestedPublishingInterval:Double RequestedLifetimeCount:UInt32 RequestedMaxKeepAliveCount:UInt32 MaxNotificationsPerPublish:UInt32 PublishingEnabled:Boolean Priority:Byte
CreateSubscriptionResponse/790 ResponseHeader:ResponseHeader SubscriptionId:UInt32 RevisedPublishingInterval:Double RevisedLifetimeCount:UInt32 RevisedMaxKeepAliveCount:UInt32
MonitoringParameters/0 ClientHandle:UInt32 SamplingInterval:Double Filter:ExtensionObject QueueSize:UInt32 DiscardOldest:Boolean
MonitoredItemCreateRequest/0 ItemToMonitor:ReadValueId MonitoringMode:Int32 RequestedParameters:MonitoringParameters
CreateMonitoredItemsRequest/751 RequestHeader:RequestHeader SubscriptionId:UInt32 TimestampsToReturn:Int32 ItemsToCreate:MonitoredItemCreateRequest[]
MonitoredItemCreateResult/0 StatusCode:StatusCode MonitoredItemId:UInt32 RevisedSamplingInterval:Double RevisedQueueSize:UInt32 FilterResult:ExtensionObject
CreateMonitoredItemsResponse/754 ResponseHeader:ResponseHeader Results:MonitoredItemCreateResult[] DiagnosticInfos:DiagnosticInfo[]
SimpleAttributeOperand/603 TypeDefinitionId:NodeId BrowsePath:QualifiedName[] AttributeId:UInt32 IndexRange:String
LiteralOperand/597 Value:Variant
ContentFilterElement/585 FilterOperator:Int32 FilterOperands:ExtensionObject[]
ContentFilter/588 Elements:ContentFilterElement[]
EventFilter/727 SelectClauses:SimpleAttributeOperand[] WhereClause:ContentFilter
ContentFilterElementResult/0 StatusCode:StatusCode OperandStatusCodes:StatusCode[] OperandDiagnosticInfos:DiagnosticInfo[]
ContentFilterResult/0 ElementResults:ContentFilterElementResult[] ElementDiagnosticInfos:DiagnosticInfo[]
EventFilterResult/736 SelectClauseResults:StatusCode[] SelectClauseDiagnosticInfos:DiagnosticInfo[] WhereClauseResult:ContentFilterResult
SubscriptionAcknowledgement/0 SubscriptionId:UInt32 SequenceNumber:UInt32
PublishRequest/826 RequestHeader:RequestHeader SubscriptionAcknowledgements:SubscriptionAcknowledgement[]
NotificationMessage/0 SequenceNumber:UInt32 PublishTime:DateTime NotificationData:ExtensionObject[]
PublishResponse/829 ResponseHeader:ResponseHeader SubscriptionId:UInt32 AvailableSequenceNumbers:UInt32[] MoreNotifications:Boolean NotificationMessage:NotificationMessage Results:StatusCode[] DiagnosticInfos:DiagnosticInfo[]
MonitoredItemNotification/0 ClientHandle:UInt32 Value:DataValue
DataChangeNotification/811 MonitoredItems:MonitoredItemNotification[] DiagnosticInfos:DiagnosticInfo[]
EventFieldList/0 ClientHandle:UInt32 EventFields:Variant[]
EventNotificationList/916 Events:EventFieldList[]
StatusChangeNotification/820 Status:StatusCode DiagnosticInfo:DiagnosticInfo
DeleteSubscriptionsRequest/847 RequestHeader:RequestHeader SubscriptionIds:UInt32[]
DeleteSubscriptionsResponse/850 ResponseHeader:ResponseHeader Results:StatusCode[] DiagnosticInfos:DiagnosticInfo[]
EUInformation/889 NamespaceUri:String UnitId:Int32 DisplayName:LocalizedText Description:LocalizedText
Range/886 Low:Double High:Double
Argument/298 Name:String DataType:NodeId ValueRank:Int32 ArrayDimensions:UInt32[] Description:LocalizedText
"""

FIELDS = {}
ENCODING_OF = {}
NAME_OF = {}
for _line in _TABLE.strip().splitlines():
    _head, *_fields = _line.split(" ")
    _name, _id = _head.split("/")
    FIELDS[_name] = [tuple(field.split(":")) for field in _fields]
    if _id != "0":
        ENCODING_OF[_name] = int(_id)
        NAME_OF[int(_id)] = _name
