"""A session (OPC 10000-4): find the endpoint, log in, and the services one call each. Notifications that come in while an
answer is waited for are kept until `next_notification` asks for them."""

import collections
import os
import time

from channel import Channel, Refused, now
from identity import own_identity, public_key
from policies import MODES, POLICIES
from statusCodes import is_bad, status_name
from eventFields import EVENT_FIELDS

ANONYMOUS, USER_NAME, USER_CERTIFICATE = 0, 1, 2
BINARY_TCP = "http://opcfoundation.org/UA-Profile/Transport/uatcp-uasc-uabinary"


def endpoints(url, timeout=15):
    """What GetEndpoints over policy None says."""
    channel = Channel(url, timeout=timeout)
    wanted = channel.send("GetEndpointsRequest", {"RequestHeader": {"Timestamp": now(), "RequestHandle": 1}, "EndpointUrl": url})
    deadline = time.monotonic() + timeout
    while True:
        request_id, name, fields = channel.receive(deadline)
        if request_id == wanted:
            break
    channel.close()
    if name == "ServiceFault":
        raise Refused(status_name(fields["ResponseHeader"]["ServiceResult"]), "GetEndpoints")
    return fields["Endpoints"]


def pinned(folder, url, der):
    """Trust on first use: the server's certificate is kept, another one is refused later (OPC 10000-4, 6.1.3)."""
    path = os.path.join(folder, "server-" + "".join(c if c.isalnum() else "-" for c in url) + ".der")
    if not os.path.exists(path):
        with open(path, "wb") as file:
            file.write(der)
    with open(path, "rb") as file:
        if file.read() != der:
            raise Refused("another server certificate than the first time", path)


class Session:
    """One session on one channel."""

    def __init__(self, url, pki, policy="Basic256Sha256", mode="encrypt", user=None, password=None, user_key=None, timeout=15):
        self.timeout = timeout
        self.answers = {}
        self.notifications = collections.deque()
        self.to_acknowledge = []
        self.published = set()  # request ids of Publish requests that are out
        self.authentication = None
        self.handle = 0
        self.identity = own_identity(pki)
        self.policy = POLICIES.get(policy)
        if policy == "None":
            self.endpoint = {"EndpointUrl": url, "UserIdentityTokens": [{"PolicyId": "anonymous", "TokenType": 0}], "ServerCertificate": None}
            self.channel = Channel(url, timeout=timeout)
        else:
            self.endpoint = self._choose(endpoints(url, timeout), mode)
            pinned(pki, url, self.endpoint["ServerCertificate"])
            self.channel = Channel(url, self.identity, self.policy, MODES[mode], self.endpoint["ServerCertificate"], timeout)
        self._create(url)
        self._activate(user, password, user_key)

    def _choose(self, offered, mode):
        for one in offered:
            if one["SecurityPolicyUri"] == self.policy.uri and one["SecurityMode"] == MODES[mode] and one["TransportProfileUri"] == BINARY_TCP:
                return one
        raise Refused("no such endpoint", f"{self.policy.name} {mode}")

    def _create(self, url):
        nonce = os.urandom(32)
        created = self.call_service(
            "CreateSession",
            {
                "ClientDescription": {"ApplicationUri": self.identity.uri, "ApplicationName": {"text": "foreign client"}, "ApplicationType": 1},
                "EndpointUrl": url, "SessionName": "foreign", "ClientNonce": nonce,
                "ClientCertificate": self.identity.der if self.policy else None, "RequestedSessionTimeout": 60_000.0,
            },
        )
        self.authentication = created["AuthenticationToken"]
        self.session_id = created["SessionId"]
        self.nonce = created["ServerNonce"]
        self.server_der = created["ServerCertificate"]
        if not self.policy:
            return
        if self.server_der != self.endpoint["ServerCertificate"]:
            raise Refused("CreateSession names another certificate than GetEndpoints", "CreateSession")
        signature = created["ServerSignature"]
        if signature["Algorithm"] != self.policy.signature_uri:
            raise Refused(f"signed by {signature['Algorithm']}", "CreateSession")
        self.policy.verify(public_key(self.server_der), signature["Signature"], self.identity.der + nonce)

    def _proof(self, key):
        """A signature over the server's certificate and its last nonce (OPC 10000-4, 5.7.3)."""
        return {"Algorithm": self.policy.signature_uri, "Signature": self.policy.sign(key, self.server_der + self.nonce)}

    def _token_policy(self, kind):
        found = [one for one in self.endpoint["UserIdentityTokens"] if one["TokenType"] == kind]
        if not found:
            raise Refused("the endpoint offers no such token", f"token type {kind}")
        return found[0]

    def _activate(self, user, password, user_key):
        proof = None
        if user_key:
            identity, policy = user_key, self._token_policy(USER_CERTIFICATE)
            token = ("X509IdentityToken", {"PolicyId": policy["PolicyId"], "CertificateData": identity.der})
            proof = self._proof(identity.key)
        elif user is not None:
            token = self._name_token(user, password)
        else:
            # The id is guessed where the endpoint offers no anonymous token: the refusal is what is looked for.
            offered = [one["PolicyId"] for one in self.endpoint["UserIdentityTokens"] if one["TokenType"] == ANONYMOUS]
            token = ("AnonymousIdentityToken", {"PolicyId": offered[0] if offered else "anonymous"})
        fields = {"ClientSignature": self._proof(self.identity.key) if self.policy else None, "UserIdentityToken": token, "UserTokenSignature": proof, "LocaleIds": ["en"]}
        self.nonce = self.call_service("ActivateSession", fields)["ServerNonce"]

    def _name_token(self, user, password):
        """Legacy encrypted token secret: length, password, server's nonce, sealed (OPC 10000-4, 7.40.2.2)."""
        offered = self._token_policy(USER_NAME)
        uri = offered["SecurityPolicyUri"] or (self.policy.uri if self.policy else None)
        policy = next((one for one in POLICIES.values() if one.uri == uri), None)
        secret = password.encode("utf-8")
        fields = {"PolicyId": offered["PolicyId"], "UserName": user, "Password": secret}
        if policy:
            plain = (len(secret) + len(self.nonce)).to_bytes(4, "little") + secret + self.nonce
            fields |= {"Password": policy.seal(public_key(self.server_der), plain), "EncryptionAlgorithm": policy.encryption_uri}
        return ("UserNameIdentityToken", fields)

    # One request, one answer; Publish answers in between are kept.

    def _header(self):
        self.handle += 1
        return {"AuthenticationToken": self.authentication, "Timestamp": now(), "RequestHandle": self.handle, "TimeoutHint": int(self.timeout * 1000)}

    def _send(self, service, fields):
        return self.channel.send(service + "Request", {"RequestHeader": self._header(), **fields})

    def _take_in(self, deadline):
        request_id, name, fields = self.channel.receive(deadline)
        if request_id in self.published:
            self.published.discard(request_id)
            self._notified(name, fields)
        else:
            self.answers[request_id] = (name, fields)

    def call_service(self, service, fields):
        """The answer's fields. Raises Refused with the name of the service result when it is bad."""
        wanted = self._send(service, fields)
        deadline = time.monotonic() + self.timeout
        while wanted not in self.answers:
            self._take_in(deadline)
        name, answer = self.answers.pop(wanted)
        status = answer["ResponseHeader"]["ServiceResult"]
        if is_bad(status):
            raise Refused(status_name(status), service)
        if name != service + "Response":
            raise Refused(f"answered by {name}", service)
        return answer

    # View and attributes

    def browse(self, node, reference="i=33", direction=0, page=0):
        """References of `node` (hierarchical ones unless told otherwise), over all continuation points."""
        asked = {"NodeId": node, "BrowseDirection": direction, "ReferenceTypeId": reference, "IncludeSubtypes": True, "ResultMask": 63}
        result = self.call_service("Browse", {"RequestedMaxReferencesPerNode": page, "NodesToBrowse": [asked]})["Results"][0]
        found = []
        while True:
            if is_bad(result["StatusCode"]):
                raise Refused(status_name(result["StatusCode"]), f"browse {node}")
            found += result["References"] or []
            if not result["ContinuationPoint"]:
                return found
            result = self.call_service("BrowseNext", {"ContinuationPoints": [result["ContinuationPoint"]]})["Results"][0]

    def read(self, nodes, attribute=13):
        asked = [{"NodeId": node, "AttributeId": attribute} for node in nodes]
        return self.call_service("Read", {"TimestampsToReturn": 2, "NodesToRead": asked})["Results"]

    def write(self, pairs, attribute=13):
        """`pairs`: (node, (type, value)). Status codes in their order."""
        asked = [{"NodeId": node, "AttributeId": attribute, "Value": {"value": value}} for node, value in pairs]
        return self.call_service("Write", {"NodesToWrite": asked})["Results"]

    def history(self, node, details, page_limit=10_000):
        """Data values of one node, over all continuation points (OPC 10000-11): (values, pages)."""
        point, values = None, []
        for page in range(1, page_limit + 1):
            asked = {"NodeId": node, "ContinuationPoint": point}
            result = self.call_service("HistoryRead", {"HistoryReadDetails": details, "TimestampsToReturn": 2, "NodesToRead": [asked]})["Results"][0]
            if is_bad(result["StatusCode"]):
                raise Refused(status_name(result["StatusCode"]), f"history of {node}")
            if result["HistoryData"]:
                values += result["HistoryData"][1]["DataValues"] or []
            point = result["ContinuationPoint"]
            if not point:
                return values, page
        raise Refused("more pages than asked for", f"history of {node}")

    def call(self, target, method, arguments):
        asked = {"ObjectId": target, "MethodId": method, "InputArguments": arguments}
        return self.call_service("Call", {"MethodsToCall": [asked]})["Results"][0]

    # Subscriptions

    def subscribe(self, interval_ms=200.0, publishes=2):
        created = self.call_service(
            "CreateSubscription",
            {"RequestedPublishingInterval": float(interval_ms), "RequestedLifetimeCount": 600, "RequestedMaxKeepAliveCount": 20, "PublishingEnabled": True},
        )
        for _ in range(publishes):
            self._publish()
        return created["SubscriptionId"]

    def monitor(self, subscription, node, handle, attribute=13, event_filter=None, interval_ms=200.0, queue=10):
        """A data item, or with attribute 12 an event item that selects EVENT_FIELDS."""
        asked = {
            "ItemToMonitor": {"NodeId": node, "AttributeId": attribute}, "MonitoringMode": 2,
            "RequestedParameters": {"ClientHandle": handle, "SamplingInterval": float(interval_ms), "Filter": event_filter, "QueueSize": queue, "DiscardOldest": True},
        }
        fields = {"SubscriptionId": subscription, "TimestampsToReturn": 2, "ItemsToCreate": [asked]}
        result = self.call_service("CreateMonitoredItems", fields)["Results"][0]
        if is_bad(result["StatusCode"]):
            raise Refused(status_name(result["StatusCode"]), f"monitor {node}")
        return result

    def monitor_events(self, subscription, node, handle, only_alarms=False):
        where = {"Elements": []}
        if only_alarms:  # OfType(AlarmConditionType), operator 14 (OPC 10000-4, 7.7.3)
            where = {"Elements": [{"FilterOperator": 14, "FilterOperands": [("LiteralOperand", {"Value": ("NodeId", "i=2915")})]}]}
        clauses = [{"TypeDefinitionId": kind, "BrowsePath": path, "AttributeId": attribute} for _name, kind, path, attribute in EVENT_FIELDS]
        return self.monitor(subscription, node, handle, 12, ("EventFilter", {"SelectClauses": clauses, "WhereClause": where}), 0.0, 1000)

    def _publish(self):
        acknowledged, self.to_acknowledge = self.to_acknowledge, []
        self.published.add(self._send("Publish", {"SubscriptionAcknowledgements": acknowledged}))

    def _notified(self, name, answer):
        status = answer["ResponseHeader"]["ServiceResult"]
        if name == "ServiceFault" or is_bad(status):
            self.notifications.append({"kind": "publish", "status": status_name(status)})
            return
        message = answer["NotificationMessage"]
        if message["NotificationData"]:
            self.to_acknowledge.append({"SubscriptionId": answer["SubscriptionId"], "SequenceNumber": message["SequenceNumber"]})
        self._publish()
        for name, fields in message["NotificationData"] or []:
            if name == "DataChangeNotification":
                self.notifications.extend({"kind": "data", "handle": one["ClientHandle"], **one["Value"]} for one in fields["MonitoredItems"])
            elif name == "EventNotificationList":
                for event in fields["Events"]:
                    names = [field[0] for field in EVENT_FIELDS]
                    self.notifications.append({"kind": "event", "handle": event["ClientHandle"], **dict(zip(names, event["EventFields"]))})
            else:
                self.notifications.append({"kind": "status", "status": status_name(fields["Status"])})

    def next_notification(self, seconds):
        """The next notification, or None when none came in time."""
        deadline = time.monotonic() + seconds
        while not self.notifications:
            if time.monotonic() >= deadline:
                return None
            try:
                self._take_in(deadline)
            except TimeoutError:
                return None
        return self.notifications.popleft()

    def close(self):
        try:
            self.call_service("CloseSession", {"DeleteSubscriptions": True})
        except (Refused, OSError):
            pass
        self.channel.close()
