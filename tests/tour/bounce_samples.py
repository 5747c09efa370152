"""What mail servers send back, each in its own shape: after RFC 3464, RFC 5965 and what these servers write."""

MESSAGE_ID = "3f2b9c0d5e6f47a8b1c2d3e4f5a6b7c8"
ADDRESS = "marie.martin@mende.example"

POSTFIX = f"""\
Return-Path: <>
X-Original-To: retours+{MESSAGE_ID}@tour.example
Delivered-To: retours@tour.example
Date: Wed,  1 Oct 2014 09:00:12 +0200 (CEST)
From: MAILER-DAEMON@tour.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: retours+{MESSAGE_ID}@tour.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4A1B2C3D4E.1412146812/tour.example"
Message-Id: <20141001070012.4A1B2C3D4E@tour.example>

This is a MIME-encapsulated message.

--4A1B2C3D4E.1412146812/tour.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients.

<{ADDRESS}>: host mx.mende.example[192.0.2.1] said: 550 5.1.1
    <{ADDRESS}>: Recipient address rejected: User unknown (in
    reply to RCPT TO command)

--4A1B2C3D4E.1412146812/tour.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; tour.example
X-Postfix-Queue-ID: 4A1B2C3D4E
X-Postfix-Sender: rfc822; retours+{MESSAGE_ID}@tour.example
Arrival-Date: Wed,  1 Oct 2014 09:00:10 +0200 (CEST)

Final-Recipient: rfc822; {ADDRESS}
Original-Recipient: rfc822;{ADDRESS}
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.mende.example
Diagnostic-Code: smtp; 550 5.1.1 <{ADDRESS}>: Recipient address
    rejected: User unknown

--4A1B2C3D4E.1412146812/tour.example
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

Return-Path: <retours+{MESSAGE_ID}@tour.example>
From: Tour <tour@tour.example>
To: {ADDRESS}
Message-ID: <{MESSAGE_ID}@tour.example>
Subject: =?utf-8?q?L=E2=80=99=C3=A9tape?=

--4A1B2C3D4E.1412146812/tour.example--
"""

POSTFIX_DELAYED = POSTFIX.replace("Action: failed", "Action: delayed").replace("5.1.1", "4.4.1")

#: Exim tells the reason in the diagnostic only, and names the mail by its whole text.
EXIM = f"""\
Return-path: <>
Envelope-to: retours@tour.example
X-Failed-Recipients: {ADDRESS}
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@relais.example>
To: retours@tour.example
Content-Type: multipart/report; report-type=delivery-status; boundary=1412146812-eximdsn-1804289383
MIME-Version: 1.0
Subject: Mail delivery failed: returning message to sender
Message-Id: <E1XZDpg-0001Ab-Cd@relais.example>

--1412146812-eximdsn-1804289383
Content-type: text/plain; charset=us-ascii

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  {ADDRESS}
    host mx.mende.example [192.0.2.1]
    SMTP error from remote mail server after RCPT TO:<{ADDRESS}>:
    550 5.1.1 {ADDRESS}... User unknown

--1412146812-eximdsn-1804289383
Content-type: message/delivery-status

Reporting-MTA: dns; relais.example

Action: failed
Final-Recipient: rfc822;{ADDRESS}
Status: 5.0.0
Remote-MTA: dns; mx.mende.example
Diagnostic-Code: smtp; 550 5.1.1 {ADDRESS}... User unknown

--1412146812-eximdsn-1804289383
Content-type: message/rfc822

Return-path: <retours@tour.example>
From: Tour <tour@tour.example>
To: {ADDRESS}
Message-ID: <{MESSAGE_ID}@tour.example>
Subject: Bonjour

Le texte.

--1412146812-eximdsn-1804289383--
"""

#: Before its release 4.80, in plain text: only the address it comes to names the mail.
OLD_EXIM = f"""\
Return-path: <>
Envelope-to: retours+{MESSAGE_ID}@tour.example
X-Failed-Recipients: {ADDRESS}
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@relais.example>
To: retours+{MESSAGE_ID}@tour.example
Subject: Mail delivery failed: returning message to sender
Message-Id: <E1XZDpg-0001Ab-Cd@relais.example>

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  {ADDRESS}
    SMTP error from remote mail server after RCPT TO:<{ADDRESS}>:
    host mx.mende.example [192.0.2.1]: 550 user unknown
"""

GMAIL = f"""\
Delivered-To: retours+{MESSAGE_ID}@tour.example
Return-Path: <>
From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
To: retours+{MESSAGE_ID}@tour.example
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Failure)
References: <{MESSAGE_ID}@tour.example>
In-Reply-To: <{MESSAGE_ID}@tour.example>
X-Failed-Recipients: marie.martin@gmail.example
Message-ID: <542ba6fc.1234.5678@mx.google.com>
MIME-Version: 1.0
Content-Type: multipart/report; boundary="000000000000a1b2c3"; report-type=delivery-status

--000000000000a1b2c3
Content-Type: multipart/related; boundary="000000000000d4e5f6"

--000000000000d4e5f6
Content-Type: text/plain; charset="UTF-8"

** Address not found **

Your message wasn't delivered to marie.martin@gmail.example because the address couldn't be found.

--000000000000d4e5f6--

--000000000000a1b2c3
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.com
Received-From-MTA: dns; retours+{MESSAGE_ID}@tour.example
Arrival-Date: Wed, 01 Oct 2014 00:00:10 -0700 (PDT)
X-Original-Message-ID: <{MESSAGE_ID}@tour.example>

Final-Recipient: rfc822; marie.martin@gmail.example
Action: failed
Status: 5.1.1
Remote-MTA: dns; gmail-smtp-in.l.google.com. (2001:db8::1b, the server for the domain gmail.example.)
Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist. Please try
 550-5.1.1 double-checking the recipient's email address for typos or
 550 5.1.1 unnecessary spaces. https://support.google.com/mail/?p=NoSuchUser
Last-Attempt-Date: Wed, 01 Oct 2014 00:00:12 -0700 (PDT)

--000000000000a1b2c3
Content-Type: message/rfc822

From: Tour <tour@tour.example>
To: marie.martin@gmail.example
Message-ID: <{MESSAGE_ID}@tour.example>

----- Message truncated -----

--000000000000a1b2c3--
"""

EXCHANGE = f"""\
From: <postmaster@prefecture.example>
To: <retours@tour.example>
Date: Wed, 1 Oct 2014 07:00:12 +0000
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="9B095B5ADSN=_01CFDC87A1B2C3D40000prefecture.ex"
MIME-Version: 1.0
Message-ID: <a1b2c3@EX01.prefecture.example>
In-Reply-To: <{MESSAGE_ID}@tour.example>
Subject: =?utf-8?B?Tm9uIHJlbWlz?=
Auto-Submitted: auto-replied

--9B095B5ADSN=_01CFDC87A1B2C3D40000prefecture.ex
Content-Type: text/html; charset=utf-8

<html><body>La bo&icirc;te du destinataire est pleine.</body></html>

--9B095B5ADSN=_01CFDC87A1B2C3D40000prefecture.ex
Content-Type: message/delivery-status

Reporting-MTA: dns;EX01.prefecture.example
Received-From-MTA: dns;mail.tour.example
Arrival-Date: Wed, 1 Oct 2014 07:00:10 +0000

Original-Recipient: rfc822;{ADDRESS}
Final-Recipient: rfc822;{ADDRESS}
Action: failed
Status: 5.2.2
Diagnostic-Code: smtp;554 5.2.2 mailbox full;
 STOREDRV.Deliver.Exception:QuotaExceededException
X-Display-Name: Marie Martin

--9B095B5ADSN=_01CFDC87A1B2C3D40000prefecture.ex
Content-Type: message/rfc822

From: Tour <tour@tour.example>
To: {ADDRESS}
Message-ID: <{MESSAGE_ID}@tour.example>

--9B095B5ADSN=_01CFDC87A1B2C3D40000prefecture.ex--
"""

COMPLAINT = f"""\
From: <abusedesk@fai.example>
Date: Wed, 1 Oct 2014 17:40:36 +0200
Subject: FW: Bonjour
To: <retours@tour.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report;
     boundary="part1_13d.2e68ed54_boundary"

--part1_13d.2e68ed54_boundary
Content-Type: text/plain; charset="US-ASCII"
Content-Transfer-Encoding: 7bit

This is an email abuse report for an email message received from IP
192.0.2.1 on Wed, 1 Oct 2014 09:00:00 +0200.

--part1_13d.2e68ed54_boundary
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: SomeGenerator/1.0
Version: 1
Original-Mail-From: <retours+{MESSAGE_ID}@tour.example>
Original-Rcpt-To: <redacted@fai.example>
Source-IP: 192.0.2.1

--part1_13d.2e68ed54_boundary
Content-Type: message/rfc822
Content-Disposition: inline

From: <tour@tour.example>
Message-ID: <{MESSAGE_ID}@tour.example>
To: <redacted@fai.example>
Subject: Bonjour

Le texte.

--part1_13d.2e68ed54_boundary--
"""

#: Without the mail it is about.
REDACTED_COMPLAINT = COMPLAINT.replace(f"Message-ID: <{MESSAGE_ID}@tour.example>\n", "")
NOT_SPAM = COMPLAINT.replace("Feedback-Type: abuse", "Feedback-Type: not-spam")

VACATION = f"""\
From: Marie Martin <{ADDRESS}>
To: retours+{MESSAGE_ID}@tour.example
Subject: Absente du bureau
Auto-Submitted: auto-replied (vacation)
In-Reply-To: <{MESSAGE_ID}@tour.example>
Content-Type: text/plain; charset=utf-8

Je suis en congé. En cas d’urgence, 550 autres personnes répondront (erreur 5.1.1).
"""

ALL = [
    POSTFIX,
    POSTFIX_DELAYED,
    EXIM,
    OLD_EXIM,
    GMAIL,
    EXCHANGE,
    COMPLAINT,
    REDACTED_COMPLAINT,
    NOT_SPAM,
    VACATION,
]
